;; A guest that gives a range as two results.
(module
  (memory (export "memory") 1)
  (data (i32.const 64) "two results")
  (func (export "text") (result i32 i32) (i32.const 64) (i32.const 11)))
