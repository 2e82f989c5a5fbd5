;; A guest without imports, with one of each kind of export.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (memory (export "memory") 1 10)
  (global (export "counter") (mut i32) (i32.const 7))
  (global (export "constant") i64 (i64.const 9))
  (table (export "table") 2 5 funcref)
  (elem (i32.const 0) $add)
  (func $add (export "add") (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "indirect") (param i32) (result i32)
    (call_indirect (type $binary) (i32.const 30) (i32.const 4) (local.get 0)))
  (func (export "sum") (param $count i32) (result i32)
    (local $i i32) (local $sum i32)
    (loop $next
      (local.set $sum
        (i32.add (local.get $sum) (i32.load (i32.and (local.get $i) (i32.const 0xfffc)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $count))))
    (local.get $sum))
  (func (export "trap") unreachable))
