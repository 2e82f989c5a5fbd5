;; Takes a vector from another guest.
(module
  (func (export "negate") (param i64 v128 i32) (result v128)
    (i32x4.neg (local.get 1))))
