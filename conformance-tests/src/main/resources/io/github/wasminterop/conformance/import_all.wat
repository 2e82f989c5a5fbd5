;; One import of each kind.
(module
  (import "env" "function" (func $f (param i32 i64) (result f64)))
  (import "env" "memory" (memory 1 10))
  (import "env" "global" (global i32))
  (import "env" "table" (table 2 funcref))
  (func (export "call") (param i32 i64) (result f64)
    (call $f (local.get 0) (local.get 1))))
