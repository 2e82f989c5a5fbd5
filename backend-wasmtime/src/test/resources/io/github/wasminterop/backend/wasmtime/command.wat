;; Names that a linker of Wasmtime's treats specially.
(module
  (memory (export "memory") 1)
  (global $runs (export "runs") (mut i32) (i32.const 0))
  (func (export "_start") (global.set $runs (i32.add (global.get $runs) (i32.const 1))))
  (func (export "_initialize") (global.set $runs (i32.add (global.get $runs) (i32.const 10)))))
