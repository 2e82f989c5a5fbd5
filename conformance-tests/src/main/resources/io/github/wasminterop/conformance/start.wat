;; A start function that calls the host.
(module
  (import "env" "started" (func $started (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "ready")
  (func $start
    (i32.store8 (i32.const 16) (i32.const 99))
    (call $started (i32.load8_u (i32.const 8))))
  (start $start)
  (func (export "load8") (param $address i32) (result i32)
    (i32.load8_u (local.get $address))))
