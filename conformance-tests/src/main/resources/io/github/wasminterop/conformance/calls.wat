;; A guest whose functions take and give text, arrays and structs, with an allocator that counts.
(module
  (import "env" "log" (func $log (param i32 i32)))
  (import "env" "log_z" (func $log_z (param i32)))
  (import "env" "pixels" (func $pixels (param i32 i32) (result i32)))
  (import "env" "point" (func $point (param i32) (result f64)))
  (memory (export "memory") 2 16)
  (data (i32.const 512) "hello from the guest\00")
  (global $top (mut i32) (i32.const 4096))
  (global $live (mut i32) (i32.const 0))
  (global $freed (mut i32) (i32.const 0))

  ;; As malloc: 8 bytes aligned. Starts anew when nothing is live, so that it never runs out.
  (func $malloc (export "malloc") (param $size i32) (result i32)
    (local $at i32)
    (if (i32.eqz (global.get $live)) (then (global.set $top (i32.const 4096))))
    (local.set $at (global.get $top))
    (global.set $top
      (i32.and (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 7)) (i32.const -8)))
    (if (i32.gt_u (global.get $top) (i32.mul (memory.size) (i32.const 65536)))
      (then
        (if (i32.eq (memory.grow (i32.const 4)) (i32.const -1)) (then (return (i32.const 0))))))
    (global.set $live (i32.add (global.get $live) (i32.const 1)))
    (local.get $at))
  (func $free (export "free") (param $at i32)
    (global.set $freed (local.get $at))
    (global.set $live (i32.sub (global.get $live) (i32.const 1))))
  (func (export "live") (result i32) (global.get $live))
  (func (export "last_freed") (result i32) (global.get $freed))

  ;; Text.
  (func $sum_bytes (export "sum_bytes") (param $at i32) (param $n i32) (result i32)
    (local $sum i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next)))
    (local.get $sum))
  (func (export "take_bytes") (param $at i32) (param $n i32) (result i32)
    (call $free (local.get $at))
    (call $sum_bytes (local.get $at) (local.get $n)))
  (func (export "take_second") (param $a i32) (param $m i32) (param $b i32) (param $n i32)
    (result i32)
    (call $free (local.get $b))
    (i32.add
      (call $sum_bytes (local.get $a) (local.get $m))
      (call $sum_bytes (local.get $b) (local.get $n))))
  (func (export "take_and_trap") (param $at i32) (param $n i32)
    (call $free (local.get $at))
    (unreachable))
  (func (export "strlen") (param $at i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $at))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $at)))
  (func (export "greeting") (result i32) (i32.const 512))

  ;; A copy of the bytes in reverse, allocated; the caller frees it.
  (func $reversed (param $at i32) (param $n i32) (result i32)
    (local $to i32) (local $i i32)
    (local.set $to (call $malloc (local.get $n)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $n)))
        (i32.store8
          (i32.sub (i32.add (local.get $to) (local.get $n)) (i32.add (local.get $i) (i32.const 1)))
          (i32.load8_u (i32.add (local.get $at) (local.get $i))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $to))
  (func (export "reverse_high") (param $at i32) (param $n i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (call $reversed (local.get $at) (local.get $n))) (i64.const 32))
      (i64.extend_i32_u (local.get $n))))
  (func (export "reverse_low") (param $at i32) (param $n i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $n)) (i64.const 32))
      (i64.extend_i32_u (call $reversed (local.get $at) (local.get $n)))))
  (func (export "reverse_out") (param $result i32) (param $at i32) (param $n i32)
    (i32.store (local.get $result) (call $reversed (local.get $at) (local.get $n)))
    (i32.store offset=4 (local.get $result) (local.get $n)))
  (func (export "bad_range") (result i64) (i64.const 0xFFFFFFF000000100))

  ;; Arrays.
  (func (export "sum_ints") (param $at i32) (param $n i32) (result i64)
    (local $sum i64)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $sum (i64.add (local.get $sum) (i64.load32_s (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next)))
    (local.get $sum))
  (func (export "scale") (param $at i32) (param $n i32) (param $by f64)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (f64.store (local.get $at) (f64.mul (f64.load (local.get $at)) (local.get $by)))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next))))
  (func (export "scale_and_trap") (param $at i32) (param $n i32) (unreachable))

  ;; Structs of two f64.
  (func (export "dot") (param $a i32) (param $b i32) (result f64)
    (f64.add
      (f64.mul (f64.load (local.get $a)) (f64.load (local.get $b)))
      (f64.mul (f64.load offset=8 (local.get $a)) (f64.load offset=8 (local.get $b)))))
  (func (export "add_points") (param $result i32) (param $a i32) (param $b i32)
    (f64.store (local.get $result) (f64.add (f64.load (local.get $a)) (f64.load (local.get $b))))
    (f64.store offset=8 (local.get $result)
      (f64.add (f64.load offset=8 (local.get $a)) (f64.load offset=8 (local.get $b)))))
  (func (export "unit") (result i32)
    (f64.store (i32.const 1024) (f64.const 1))
    (f64.store (i32.const 1032) (f64.const 0))
    (i32.const 1024))
  (func (export "sum_points") (param $at i32) (param $n i32) (result f64)
    (local $sum f64)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $sum
          (f64.add (local.get $sum)
            (f64.add (f64.load (local.get $at)) (f64.load offset=8 (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next)))
    (local.get $sum))

  ;; What passes its arguments on to the host.
  (func (export "call_log") (param i32 i32) (call $log (local.get 0) (local.get 1)))
  (func (export "call_log_z") (param i32) (call $log_z (local.get 0)))
  (func (export "call_pixels") (param i32 i32) (result i32)
    (call $pixels (local.get 0) (local.get 1)))
  (func (export "call_point") (param i32) (result f64) (call $point (local.get 0))))
