;; A memory of no pages.
(module
  (memory (export "memory") 0 1)
  (func (export "grow") (param $pages i32) (result i32)
    (memory.grow (local.get $pages)))
  (func (export "load8") (param $address i32) (result i32)
    (i32.load8_u (local.get $address))))
