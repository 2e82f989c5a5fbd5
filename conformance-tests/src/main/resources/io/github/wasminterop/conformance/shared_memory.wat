;; A memory that threads share, and atomic instructions on it.
;; wat2wasm --enable-threads
(module
  (memory (export "memory") 1 4 shared)
  (func (export "add") (param $address i32) (param $value i32) (result i32)
    (i32.atomic.rmw.add (local.get $address) (local.get $value)))
  (func (export "load") (param $address i32) (result i32)
    (i32.atomic.load (local.get $address)))
  (func (export "load64") (param $address i32) (result i64)
    (i64.atomic.load (local.get $address)))
  (func (export "wait") (param $address i32) (param $expected i32) (param $nanos i64) (result i32)
    (memory.atomic.wait32 (local.get $address) (local.get $expected) (local.get $nanos)))
  (func (export "notify") (param $address i32) (param $count i32) (result i32)
    (memory.atomic.notify (local.get $address) (local.get $count)))
  (func (export "grow") (param $pages i32) (result i32)
    (memory.grow (local.get $pages))))
