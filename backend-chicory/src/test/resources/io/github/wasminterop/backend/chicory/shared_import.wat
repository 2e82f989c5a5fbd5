;; wat2wasm --enable-threads
;; Waits and notifies on a memory that it shares with others.
(module
  (import "env" "memory" (memory 1 4 shared))
  (func (export "wait") (param i32) (result i32)
    (memory.atomic.wait32 (local.get 0) (i32.const 0) (i64.const -1)))
  (func (export "notify") (param i32) (result i32) (memory.atomic.notify (local.get 0) (i32.const 1)))
  (func (export "add") (param i32 i32)
    (loop
      (drop (i32.atomic.rmw.add (local.get 0) (i32.const 1)))
      (local.set 1 (i32.sub (local.get 1) (i32.const 1)))
      (br_if 0 (local.get 1)))))
