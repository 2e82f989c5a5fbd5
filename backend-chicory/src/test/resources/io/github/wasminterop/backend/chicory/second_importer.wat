;; Imports only the memory, and has another segment under the same number.
(module
  (import "lib" "memory" (memory 1))
  (data $own "second")
  (func (export "init") (param i32 i32 i32) (memory.init $own (local.get 0) (local.get 1) (local.get 2)))
  (func (export "drop") (data.drop $own)))
