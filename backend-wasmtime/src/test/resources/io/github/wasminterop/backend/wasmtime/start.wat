;; Calls the host in its start function.
(module
  (import "env" "go" (func $go (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $answer (export "answer") (mut i32) (i32.const 0))
  (func $begin (global.set $answer (call $go (i32.const 41))))
  (start $begin))
