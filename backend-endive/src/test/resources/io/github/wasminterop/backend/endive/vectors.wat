;; Vectors that come from memory and go there.
(module
  (memory (export "memory") 1)
  ;; adds 1 to each of four numbers at an address, and writes the sums to another
  (func (export "next") (param $from i32) (param $to i32)
    (v128.store (local.get $to)
      (i32x4.add (v128.load (local.get $from)) (v128.const i32x4 1 1 1 1))))
  ;; writes one number of four
  (func (export "last") (param $from i32) (param $to i32)
    (v128.store32_lane 3 (local.get $to) (v128.load (local.get $from))))
  ;; the address and the offset are together what is read
  (func (export "far") (param $from i32) (result i64)
    (i64x2.extract_lane 1 (v128.load offset=65000 (local.get $from)))))
