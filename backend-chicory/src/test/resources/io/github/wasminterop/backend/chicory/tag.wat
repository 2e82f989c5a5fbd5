;; wat2wasm --enable-exceptions
;; Exports a tag, and throws what nobody catches.
(module
  (tag $e (export "tag") (param i32))
  (func (export "throw") (throw $e (i32.const 1))))
