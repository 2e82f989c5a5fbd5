;; Passes references to another guest and to the host.
(module
  (import "lib" "same" (func $same (param externref) (result externref)))
  (import "env" "host" (func $host))
  (func (export "through") (param externref) (result externref)
    (call $host)
    (call $same (local.get 0)))
  (func (export "null_through") (result i32)
    (ref.is_null (call $same (ref.null extern)))))
