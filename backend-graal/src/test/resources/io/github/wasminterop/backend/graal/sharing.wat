;; wat2wasm --enable-threads
;; A guest that has nothing but a shared memory in common with others.
(module
  (import "m" "memory" (memory 1 4 shared))
  (table (export "table") 2 funcref)
  (func (export "answer") (result i32) (i32.const 42)))
