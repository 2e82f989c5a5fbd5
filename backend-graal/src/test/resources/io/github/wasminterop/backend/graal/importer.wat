;; wat2wasm importer.wat
;; A guest that imports one of each kind.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (import "m" "memory" (memory 1))
  (import "m" "table" (table 1 funcref))
  (import "m" "counter" (global (mut i32)))
  (import "m" "add" (func $add (type $binary)))
  (export "memory" (memory 0))
  (export "table" (table 0))
  (export "counter" (global 0))
  (func (export "add") (result i32) (call $add (i32.const 1) (i32.const 2)))
  (func (export "count") (global.set 0 (i32.add (global.get 0) (i32.const 1))))
  (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "indirect") (param i32) (result i32)
    (call_indirect (type $binary) (i32.const 30) (i32.const 4) (local.get 0))))
