;; An offset is unsigned: this one is 4 GiB - 1.
(module
  (import "env" "memory" (memory 1))
  (data (i32.const -1) "x"))
