;; An allocator of a memory with 64-bit addresses; it counts the blocks that are in use.
;; wat2wasm --enable-memory64
(module
  (memory (export "memory") i64 2 4)
  (global $next (mut i64) (i64.const 65536))
  (global $blocks (export "live_blocks") (mut i32) (i32.const 0))
  (func (export "malloc") (param $size i64) (result i64)
    (local $pointer i64)
    (if (i64.gt_u (local.get $size) (i64.const 4096))
      (then (return (i64.const 0))))
    (local.set $pointer (global.get $next))
    (global.set $next
      (i64.and
        (i64.add (i64.add (global.get $next) (local.get $size)) (i64.const 15))
        (i64.const -16)))
    (global.set $blocks (i32.add (global.get $blocks) (i32.const 1)))
    (local.get $pointer))
  (func (export "free") (param $pointer i64)
    (global.set $blocks (i32.sub (global.get $blocks) (i32.const 1))))
  (func (export "load8") (param $address i64) (result i32)
    (i32.load8_u (local.get $address))))
