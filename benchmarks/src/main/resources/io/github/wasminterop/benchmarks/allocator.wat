;; An allocator that gives one block after another; what is freed takes all after it along.
(module
  (memory (export "memory") 32)
  (global $next (mut i32) (i32.const 65536))
  (func (export "malloc") (param $size i32) (result i32)
    (local $pointer i32)
    (local.set $pointer (global.get $next))
    (global.set $next
      (i32.and
        (i32.add (i32.add (global.get $next) (local.get $size)) (i32.const 15))
        (i32.const -16)))
    (local.get $pointer))
  (func (export "free") (param $pointer i32)
    (global.set $next (local.get $pointer)))
  (func (export "same") (param $value i32) (result i32)
    (local.get $value)))
