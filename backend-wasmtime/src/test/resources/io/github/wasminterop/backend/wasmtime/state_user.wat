;; Imports what state.wat exports.
(module
  (type $number (func (result i32)))
  (global $counter (export "mine") (import "env" "counter") (mut i32))
  (global $step (import "env" "step") i32)
  (table $table (export "table") (import "env" "table") 1 funcref)
  (memory (export "memory") 1 4)
  (func (export "bump") (result i32)
    (global.set $counter (i32.add (global.get $counter) (global.get $step)))
    (global.get $counter))
  (func (export "call") (param i32) (result i32)
    (call_indirect $table (type $number) (local.get 0)))
  (func (export "grow") (param i32) (result i32)
    (table.grow $table (ref.null func) (local.get 0))))
