;; Functions with several results, of the guest's and of the host's.
(module
  (import "env" "swap" (func $swap (param i32 i64) (result i64 i32)))
  (func (export "all") (param i32 i64 f32 f64) (result i32 i64 f32 f64)
    (local.get 0) (local.get 1) (local.get 2) (local.get 3))
  (func (export "swapped") (param i32 i64) (result i64 i32)
    (local.get 1) (local.get 0))
  (func (export "host_swapped") (param i32 i64) (result i64 i32)
    (call $swap (local.get 0) (local.get 1))))
