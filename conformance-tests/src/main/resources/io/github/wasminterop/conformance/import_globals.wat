;; A guest that reads and writes globals of somebody else's.
(module
  (import "env" "constant" (global $constant i64))
  (import "env" "counter" (global $counter (mut i32)))
  (import "env" "ratio" (global $ratio (mut f64)))
  (export "counter" (global $counter))
  (func (export "constant") (result i64) (global.get $constant))
  (func (export "counter_value") (result i32) (global.get $counter))
  (func (export "ratio") (result f64) (global.get $ratio))
  (func (export "bump")
    (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
    (global.set $ratio (f64.mul (global.get $ratio) (f64.const 2)))))
