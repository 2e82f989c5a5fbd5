;; A table of functions, as guests have it for their function pointers.
(module
  (type $unary (func (param i32) (result i32)))
  (table (export "table") 4 8 funcref)
  (elem (i32.const 0) $double $square)
  (func $double (export "double") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 1)))
  (func $square (export "square") (param i32) (result i32)
    (i32.mul (local.get 0) (local.get 0)))
  (func (export "apply") (param $index i32) (param $value i32) (result i32)
    (call_indirect (type $unary) (local.get $value) (local.get $index))))
