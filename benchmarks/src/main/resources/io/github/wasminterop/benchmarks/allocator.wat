;; An allocator that gives one block after another, and begins anew when nothing is in use.
(module
  (memory (export "memory") 32)
  (global $next (mut i32) (i32.const 65536))
  (global $blocks (mut i32) (i32.const 0))
  (func (export "malloc") (param $size i32) (result i32)
    (local $pointer i32)
    (local.set $pointer (global.get $next))
    (global.set $next
      (i32.and
        (i32.add (i32.add (global.get $next) (local.get $size)) (i32.const 15))
        (i32.const -16)))
    (global.set $blocks (i32.add (global.get $blocks) (i32.const 1)))
    (local.get $pointer))
  (func (export "free") (param $pointer i32)
    (global.set $blocks (i32.sub (global.get $blocks) (i32.const 1)))
    (if (i32.eqz (global.get $blocks))
      (then (global.set $next (i32.const 65536)))))
  (func (export "same") (param $value i32) (result i32)
    (local.get $value)))
