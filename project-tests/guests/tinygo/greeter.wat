;; What TinyGo makes of
;;
;;   //export greet
;;   func greet(name string) uint64  // address<<32 | length of what it keeps until the next call
;;   //export motto
;;   func motto() *string
;;   //export total
;;   func total(values []float64) float64
;;
;; by hand, since TinyGo is not to be had from Debian or npm: exports and types are its own. A string is passed as its
;; address and length, a slice as its address, length and capacity; in memory a string is {address, length}.
(module
  (memory (export "memory") 1 1024)
  (data (i32.const 512) "Hello, ")
  (data (i32.const 528) "less is more")
  (data (i32.const 544) "\10\02\00\00\0c\00\00\00") ;; the string of those 12 bytes
  (global $top (mut i32) (i32.const 16384))
  (global $live (mut i32) (i32.const 0))

  ;; How many blocks aren't freed: not TinyGo's, for the test.
  (func (export "live_blocks") (result i32) (global.get $live))

  ;; Blocks of 16 bytes and more, aligned to 16, one after the other, from the beginning again when none is live. No bytes
  ;; are at the null address.
  (func $malloc (export "malloc") (param $size i32) (result i32)
    (local $at i32)
    (if (i32.eqz (local.get $size)) (then (return (i32.const 0))))
    (if (i32.eqz (global.get $live)) (then (global.set $top (i32.const 16384))))
    (local.set $at (global.get $top))
    (global.set $top
      (i32.and (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 15)) (i32.const -16)))
    (block $enough
      (loop $more
        (br_if $enough
          (i32.le_u (global.get $top) (i32.mul (memory.size) (i32.const 65536))))
        (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
        (br $more)))
    (global.set $live (i32.add (global.get $live) (i32.const 1)))
    (local.get $at))
  (func $free (export "free") (param $at i32)
    (if (local.get $at) (then (global.set $live (i32.sub (global.get $live) (i32.const 1))))))
  (func (export "calloc") (param $count i32) (param $size i32) (result i32)
    (local $at i32) (local $i i32)
    (local.set $i (i32.mul (local.get $count) (local.get $size)))
    (local.set $at (call $malloc (local.get $i)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $i)))
        (local.set $i (i32.sub (local.get $i) (i32.const 1)))
        (i32.store8 (i32.add (local.get $at) (local.get $i)) (i32.const 0))
        (br $next)))
    (local.get $at))

  (func $copy (param $to i32) (param $from i32) (param $n i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next))))

  ;; The text lies at 1024, as in a package's variable.
  (func (export "greet") (param $name i32) (param $length i32) (result i64)
    (call $copy (i32.const 1024) (i32.const 512) (i32.const 7))
    (call $copy (i32.const 1031) (local.get $name) (local.get $length))
    (i32.store8 offset=1031 (local.get $length) (i32.const 33)) ;; !
    (i64.or
      (i64.shl (i64.const 1024) (i64.const 32))
      (i64.extend_i32_u (i32.add (local.get $length) (i32.const 8)))))

  (func (export "motto") (result i32) (i32.const 544))

  (func (export "total") (param $values i32) (param $count i32) (param $capacity i32) (result f64)
    (local $i i32) (local $sum f64)
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $count)))
        (local.set $sum
          (f64.add (local.get $sum)
            (f64.load (i32.add (local.get $values) (i32.mul (local.get $i) (i32.const 8))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $sum)))
