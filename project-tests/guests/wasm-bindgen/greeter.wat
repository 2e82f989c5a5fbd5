;; What wasm-bindgen makes of
;;
;;   #[wasm_bindgen] pub fn greet(name: &str) -> String
;;   #[wasm_bindgen] pub fn total(values: Vec<f64>) -> f64
;;
;; by hand, since neither the tool nor its crate is in Debian or npm: exports and types are its own. Text and vectors that
;; come in are the function's to free. A String comes back through memory, by a first parameter that callers take from the
;; shadow stack.
(module
  (memory (export "memory") 1 1024)
  (data (i32.const 512) "Hello, ")
  (global $stack (mut i32) (i32.const 16384))
  (global $top (mut i32) (i32.const 16384))
  (global $live (mut i32) (i32.const 0))

  ;; How many bytes aren't freed: not wasm-bindgen's, for the test.
  (func (export "live_bytes") (result i32) (global.get $live))

  ;; Blocks one after the other, from the beginning again when none is live. No bytes are at the address of their alignment.
  (func $malloc (export "__wbindgen_malloc") (param $size i32) (param $alignment i32) (result i32)
    (local $at i32)
    (if (i32.eqz (local.get $size)) (then (return (local.get $alignment))))
    (if (i32.eqz (global.get $live)) (then (global.set $top (i32.const 16384))))
    (local.set $at
      (i32.and
        (i32.add (global.get $top) (i32.sub (local.get $alignment) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $alignment))))
    (global.set $top (i32.add (local.get $at) (local.get $size)))
    (block $enough
      (loop $more
        (br_if $enough
          (i32.le_u (global.get $top) (i32.mul (memory.size) (i32.const 65536))))
        (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
        (br $more)))
    (global.set $live (i32.add (global.get $live) (local.get $size)))
    (local.get $at))
  (func (export "__wbindgen_realloc")
    (param $at i32) (param $before i32) (param $size i32) (param $alignment i32) (result i32)
    (local $new i32)
    (local.set $new (call $malloc (local.get $size) (local.get $alignment)))
    (call $copy (local.get $new) (local.get $at)
      (select (local.get $before) (local.get $size)
        (i32.lt_u (local.get $before) (local.get $size))))
    (call $free (local.get $at) (local.get $before) (local.get $alignment))
    (local.get $new))
  (func $free (export "__wbindgen_free") (param $at i32) (param $size i32) (param $alignment i32)
    (global.set $live (i32.sub (global.get $live) (local.get $size))))
  (func (export "__wbindgen_add_to_stack_pointer") (param $bytes i32) (result i32)
    (global.set $stack (i32.add (global.get $stack) (local.get $bytes)))
    (global.get $stack))

  (func $copy (param $to i32) (param $from i32) (param $n i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next))))

  (func (export "greet") (param $result i32) (param $name i32) (param $length i32)
    (local $text i32)
    (local.set $text (call $malloc (i32.add (local.get $length) (i32.const 8)) (i32.const 1)))
    (call $copy (local.get $text) (i32.const 512) (i32.const 7))
    (call $copy (i32.add (local.get $text) (i32.const 7)) (local.get $name) (local.get $length))
    (i32.store8 (i32.add (local.get $text) (i32.add (local.get $length) (i32.const 7)))
      (i32.const 33)) ;; !
    (call $free (local.get $name) (local.get $length) (i32.const 1))
    (i32.store (local.get $result) (local.get $text))
    (i32.store offset=4 (local.get $result) (i32.add (local.get $length) (i32.const 8))))

  (func (export "total") (param $values i32) (param $count i32) (result f64)
    (local $i i32) (local $sum f64)
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $count)))
        (local.set $sum
          (f64.add (local.get $sum)
            (f64.load (i32.add (local.get $values) (i32.mul (local.get $i) (i32.const 8))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (call $free (local.get $values) (i32.mul (local.get $count) (i32.const 8)) (i32.const 8))
    (local.get $sum)))
