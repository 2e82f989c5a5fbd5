;; wat2wasm --enable-threads
;; A guest for one of several threads that share a memory.
(module
  (import "m" "memory" (memory 1 4 shared))
  (func (export "wait") (param i32 i32 i64) (result i32)
    (memory.atomic.wait32 (local.get 0) (local.get 1) (local.get 2)))
  (func (export "wait64") (param i32 i64 i64) (result i32)
    (memory.atomic.wait64 (local.get 0) (local.get 1) (local.get 2)))
  (func (export "notify") (param i32 i32) (result i32)
    (memory.atomic.notify (local.get 0) (local.get 1)))
  (func (export "add") (param i32 i32) (result i32)
    (i32.atomic.rmw.add (local.get 0) (local.get 1)))
  ;; spins until the number at an address is not 0
  (func (export "spin") (param i32) (result i32)
    (local $seen i32)
    (loop $again
      (local.set $seen (i32.atomic.load (local.get 0)))
      (br_if $again (i32.eqz (local.get $seen))))
    (local.get $seen)))
