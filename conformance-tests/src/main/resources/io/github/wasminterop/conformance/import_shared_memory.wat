;; A guest that adds to a number in a shared memory of somebody else's.
;; wat2wasm --enable-threads
(module
  (memory (import "env" "memory") 1 4 shared)
  (func (export "add_many") (param $address i32) (param $times i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (drop (i32.atomic.rmw.add (local.get $address) (i32.const 1)))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))))
