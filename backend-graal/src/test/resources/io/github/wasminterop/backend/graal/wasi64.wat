;; wat2wasm --enable-memory64
;; A guest that has WASI and a memory with 64-bit addresses.
(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") i64 1)
  (func (export "yield") (result i32) (call $yield)))
