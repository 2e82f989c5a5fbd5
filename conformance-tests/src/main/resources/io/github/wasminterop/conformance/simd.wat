;; A guest that computes with vectors.
(module
  (memory (export "memory") 1)
  ;; adds four numbers at 0 to four at 16, and writes the sums to 32
  (func (export "add4")
    (v128.store (i32.const 32)
      (i32x4.add (v128.load (i32.const 0)) (v128.load (i32.const 16))))))
