;; A guest that asks WASI for a function that there is, and for one that there is not.
(module
  (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
  (import "wasi_snapshot_preview1" "sched_yeild" (func (result i32))))
