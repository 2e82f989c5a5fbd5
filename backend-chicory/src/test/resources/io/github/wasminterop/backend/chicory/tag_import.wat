;; wat2wasm --enable-exceptions
;; Imports a tag, which no host can give.
(module
  (import "env" "tag" (tag $e (param i32))))
