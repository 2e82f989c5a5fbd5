;; A guest that calls a function of another guest.
(module
  (import "other" "grow" (func $grow (param i32) (result i32)))
  (func (export "call") (param i32) (result i32)
    (call $grow (local.get 0))))
