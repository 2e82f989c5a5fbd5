;; Two memories.
;; wat2wasm --enable-multi-memory
(module
  (memory $a (export "a") 1 4)
  (memory $b (export "b") 2 4)
  (data (memory $a) (i32.const 16) "alpha")
  (data (memory $b) (i32.const 16) "beta!")
  (func (export "store_a") (param $address i32) (param $value i32)
    (i32.store8 $a (local.get $address) (local.get $value)))
  (func (export "store_b") (param $address i32) (param $value i32)
    (i32.store8 $b (local.get $address) (local.get $value)))
  (func (export "load_a") (param $address i32) (result i32)
    (i32.load8_u $a (local.get $address)))
  (func (export "load_b") (param $address i32) (result i32)
    (i32.load8_u $b (local.get $address)))
  (func (export "grow_b") (param $pages i32) (result i32)
    (memory.grow $b (local.get $pages))))
