;; A guest that calls the host.
(module
  (import "env" "callback" (func $callback (param i32) (result i32)))
  (memory (export "memory") 1 10)
  (func (export "call") (param i32) (result i32) (call $callback (local.get 0)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
