;; Passes a vector to another guest.
(module
  (import "lib" "negate" (func $negate (param i64 v128 i32) (result v128)))
  (func (export "through") (param i32) (result i32)
    (i32x4.extract_lane 3
      (call $negate (i64.const 0) (i32x4.splat (local.get 0)) (i32.const 0)))))
