;; A guest that calls the host, and is given its memory.
(module
  (import "m" "memory" (memory 1))
  (import "env" "callback" (func $callback (param i32) (result i32)))
  (func (export "call") (param i32) (result i32) (call $callback (local.get 0))))
