;; A guest that calls through a table of somebody else's.
(module
  (type $unary (func (param i32) (result i32)))
  (import "env" "table" (table 2 10 funcref))
  (func (export "apply") (param $index i32) (param $value i32) (result i32)
    (call_indirect (type $unary) (local.get $value) (local.get $index))))
