;; A guest whose start function calls the host, and that exports the names that come to mind for it.
(module
  (import "env" "callback" (func $callback))
  (func (export "start") (result i32) (i32.const 1))
  (func (export "start'") (result i32) (i32.const 2))
  (func (export "") (result i32) (i32.const 3))
  (start $callback))
