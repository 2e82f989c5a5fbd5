;; Something of each kind, for others to import.
(module
  (memory $m (export "memory") 1 8)
  (export "again" (memory $m))
  (global (export "counter") (mut i32) (i32.const 3))
  (table (export "table") 2 10 funcref)
  (elem (i32.const 0) $load)
  (data (i32.const 40) "*")
  (func $load (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
