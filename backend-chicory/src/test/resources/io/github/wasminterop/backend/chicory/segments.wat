;; Segments are written in order, so the later one wins where they overlap.
(module
  (memory (export "memory") 1)
  (data (i32.const 8) "aaaa")
  (data (i32.const 10) "bb")
  (data (i32.const 65536) "")
  (data (i32.const 65535) "z"))
