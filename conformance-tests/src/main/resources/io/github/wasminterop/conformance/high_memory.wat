;; A memory above 2 GiB, and a pointer there that is negative as a signed i32.
(module
  (memory (export "memory") 40000)
  (func (export "ptr") (result i32)
    (i32.const 0x90000000))
  (func (export "len") (result i32)
    (i32.const 8))
  (func (export "load8") (param $address i32) (result i32)
    (i32.load8_u (local.get $address)))
  (func (export "store8") (param $address i32) (param $value i32)
    (i32.store8 (local.get $address) (local.get $value))))
