;; A guest whose start function calls the host, and that exports nothing.
(module
  (import "env" "callback" (func $callback))
  (start $callback))
