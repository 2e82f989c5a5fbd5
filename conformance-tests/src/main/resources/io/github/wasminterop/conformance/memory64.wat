;; A memory with 64-bit addresses.
;; wat2wasm --enable-memory64
(module
  (memory (export "memory") i64 1 4)
  (func (export "ptr") (result i64) (i64.const 1024))
  (func (export "high_ptr") (result i64) (i64.const 0x8000000000000000))
  (func (export "len") (result i64) (i64.const 8))
  (func (export "load8") (param $address i64) (result i32)
    (i32.load8_u (local.get $address)))
  (func (export "store8") (param $address i64) (param $value i32)
    (i32.store8 (local.get $address) (local.get $value)))
  (func (export "grow") (param $pages i64) (result i64)
    (memory.grow (local.get $pages))))
