;; wat2wasm --enable-memory64
;; A guest with a memory of 64-bit addresses.
(module
  (memory (export "memory") i64 1 4)
  (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0))))
