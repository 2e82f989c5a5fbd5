;; The second segment does not fit; the first one stays written, the third is never reached.
(module
  (import "env" "memory" (memory 1))
  (data (i32.const 0) "first")
  (data (i32.const 65533) "second")
  (data (i32.const 32) "third"))
