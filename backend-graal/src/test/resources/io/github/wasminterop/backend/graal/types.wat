;; A guest with a function of all types of values.
(module
  (func (export "all")
    (param i32 i64 f32 f64 v128 funcref externref)
    (result externref funcref v128 f64 f32 i64 i32)
    (local.get 6) (local.get 5) (local.get 4) (local.get 3)
    (local.get 2) (local.get 1) (local.get 0)))
