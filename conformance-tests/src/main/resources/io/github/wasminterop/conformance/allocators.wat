;; The allocators of several toolchains, by the names and types that theirs have, over one heap.
;;
;; A block has a header of 16 bytes before it: its size, its alignment, and whether it is in use.
;; Taking back what is not in use, or by another size or alignment than it was given by, traps. The
;; heap begins anew when nothing is in use. "frees" counts what was taken back, and from 16384 on
;; the pointer and size of each of the first 2048 are noted, as two i32.
(module
  (memory (export "memory") 4 512)
  (global $next (mut i32) (i32.const 65536))
  (global $blocks (export "live_blocks") (mut i32) (i32.const 0))
  (global $bytes (export "live_bytes") (mut i32) (i32.const 0))
  (global $gives (export "gives") (mut i32) (i32.const 0))
  (global $frees (export "frees") (mut i32) (i32.const 0))
  (global $young (mut i32) (i32.const 0))
  (global $stack (mut i32) (i32.const 12288))

  (func $give (param $size i32) (param $alignment i32) (result i32)
    (local $pointer i32)
    (local $missing i32)
    (global.set $gives (i32.add (global.get $gives) (i32.const 1)))
    (local.set $pointer
      (i32.and
        (i32.add
          (i32.add (global.get $next) (i32.const 16))
          (i32.sub (local.get $alignment) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $alignment))))
    (if (i32.gt_u (local.get $size) (i32.const 0x2000000))
      (then (return (i32.const 0))))
    (local.set $missing
      (i32.sub
        (i32.shr_u
          (i32.add (i32.add (local.get $pointer) (local.get $size)) (i32.const 65535))
          (i32.const 16))
        (memory.size)))
    (if (i32.gt_s (local.get $missing) (i32.const 0))
      (then
        (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1))
          (then (return (i32.const 0))))))
    (i32.store (i32.sub (local.get $pointer) (i32.const 16)) (local.get $size))
    (i32.store (i32.sub (local.get $pointer) (i32.const 12)) (local.get $alignment))
    (i32.store (i32.sub (local.get $pointer) (i32.const 8)) (i32.const 0x600D))
    (global.set $next
      (i32.and
        (i32.add (i32.add (local.get $pointer) (local.get $size)) (i32.const 15))
        (i32.const -16)))
    (global.set $blocks (i32.add (global.get $blocks) (i32.const 1)))
    (global.set $bytes (i32.add (global.get $bytes) (local.get $size)))
    (local.get $pointer))

  (func $size_of (param $pointer i32) (result i32)
    (i32.load (i32.sub (local.get $pointer) (i32.const 16))))

  (func $take (param $pointer i32) (param $size i32) (param $alignment i32)
    (if
      (i32.or
        (i32.ne (i32.load (i32.sub (local.get $pointer) (i32.const 8))) (i32.const 0x600D))
        (i32.or
          (i32.ne (call $size_of (local.get $pointer)) (local.get $size))
          (i32.ne
            (i32.load (i32.sub (local.get $pointer) (i32.const 12)))
            (local.get $alignment))))
      (then (unreachable)))
    (i32.store (i32.sub (local.get $pointer) (i32.const 8)) (i32.const 0))
    (if (i32.lt_u (global.get $frees) (i32.const 2048))
      (then
        (i32.store offset=16384
          (i32.shl (global.get $frees) (i32.const 3)) (local.get $pointer))
        (i32.store offset=16388
          (i32.shl (global.get $frees) (i32.const 3)) (local.get $size))))
    (global.set $frees (i32.add (global.get $frees) (i32.const 1)))
    (global.set $bytes (i32.sub (global.get $bytes) (local.get $size)))
    (global.set $blocks (i32.sub (global.get $blocks) (i32.const 1)))
    (if (i32.eqz (global.get $blocks))
      (then (global.set $next (i32.const 65536)))))

  ;; C, C++, Emscripten: free(NULL) is nothing.
  (func $malloc (export "malloc") (param $size i32) (result i32)
    (call $give (local.get $size) (i32.const 16)))
  (func $free (export "free") (param $pointer i32)
    (if (local.get $pointer)
      (then
        (call $take
          (local.get $pointer) (call $size_of (local.get $pointer)) (i32.const 16)))))

  ;; TinyGo's malloc gives null for nothing.
  (func (export "tinygo_malloc") (param $size i32) (result i32)
    (if (result i32) (local.get $size)
      (then (call $malloc (local.get $size)))
      (else (i32.const 0))))
  (func (export "tinygo_free") (param $pointer i32)
    (call $free (local.get $pointer)))

  ;; Rust, by hand.
  (func (export "allocate") (param $size i32) (result i32)
    (call $give (local.get $size) (i32.const 8)))
  (func (export "deallocate") (param $pointer i32) (param $size i32)
    (call $take (local.get $pointer) (local.get $size) (i32.const 8)))

  ;; Rust, by hand, of bytes: no block is aligned to more.
  (func (export "alloc") (param $size i32) (result i32)
    (i32.add
      (call $give (i32.add (local.get $size) (i32.const 1)) (i32.const 8))
      (i32.const 1)))
  (func (export "dealloc") (param $pointer i32) (param $size i32)
    (call $take
      (i32.sub (local.get $pointer) (i32.const 1))
      (i32.add (local.get $size) (i32.const 1))
      (i32.const 8)))

  ;; wasm-bindgen: no bytes are at the address of their alignment.
  (func (export "__wbindgen_malloc") (param $size i32) (param $alignment i32) (result i32)
    (if (result i32) (local.get $size)
      (then (call $give (local.get $size) (local.get $alignment)))
      (else (local.get $alignment))))
  (func (export "__wbindgen_free")
    (param $pointer i32) (param $size i32) (param $alignment i32)
    (if (local.get $size)
      (then (call $take (local.get $pointer) (local.get $size) (local.get $alignment)))))
  (func (export "__wbindgen_add_to_stack_pointer") (param $delta i32) (result i32)
    (global.set $stack (i32.add (global.get $stack) (local.get $delta)))
    (global.get $stack))
  (func (export "return_pair") (param $out i32) (param $pointer i32) (param $length i32)
    (i32.store (local.get $out) (local.get $pointer))
    (i32.store offset=4 (local.get $out) (local.get $length)))
  (func (export "trap_on_the_stack")
    (global.set $stack (i32.sub (global.get $stack) (i32.const 64)))
    (unreachable))

  ;; AssemblyScript: an object has a header of 20 bytes, which ends in its class and size. One that
  ;; isn't pinned is collected when the next is made.
  (func $collect
    (local $object i32)
    (local.set $object (global.get $young))
    (if (local.get $object)
      (then
        (global.set $young (i32.const 0))
        (call $take
          (i32.sub (local.get $object) (i32.const 32))
          (i32.add (i32.load (i32.sub (local.get $object) (i32.const 4))) (i32.const 32))
          (i32.const 16)))))
  (func $new (export "__new") (param $size i32) (param $class i32) (result i32)
    (local $object i32)
    (call $collect)
    (local.set $object
      (call $give (i32.add (local.get $size) (i32.const 32)) (i32.const 16)))
    (if (i32.eqz (local.get $object))
      (then (unreachable)))
    (local.set $object (i32.add (local.get $object) (i32.const 32)))
    (i32.store (i32.sub (local.get $object) (i32.const 4)) (local.get $size))
    (i32.store (i32.sub (local.get $object) (i32.const 8)) (local.get $class))
    (global.set $young (local.get $object))
    (local.get $object))
  (func (export "__pin") (param $object i32) (result i32)
    (if (i32.ne (local.get $object) (global.get $young))
      (then (unreachable)))
    (global.set $young (i32.const 0))
    (local.get $object))
  (func (export "__unpin") (param $object i32)
    (if (global.get $young)
      (then (call $collect)))
    (global.set $young (local.get $object))
    (call $collect))
  (func (export "make_object") (result i32)
    (local $object i32)
    (local.set $object (call $new (i32.const 4) (i32.const 2)))
    (i32.store (local.get $object) (i32.const 0x00690068))
    (local.get $object))

  ;; The component model: what is passed to a function is the function's to free.
  (func (export "cabi_realloc")
    (param $old i32) (param $old_size i32) (param $alignment i32) (param $size i32) (result i32)
    (if (i32.or (local.get $old) (local.get $old_size))
      (then (unreachable)))
    (if (result i32) (local.get $size)
      (then (call $give (local.get $size) (local.get $alignment)))
      (else (local.get $alignment))))
  (func (export "consume") (param $pointer i32) (param $size i32) (result i32)
    (local $last i32)
    (local.set $last
      (i32.load8_u
        (i32.sub (i32.add (local.get $pointer) (local.get $size)) (i32.const 1))))
    (call $take
      (local.get $pointer)
      (local.get $size)
      (i32.load (i32.sub (local.get $pointer) (i32.const 12))))
    (local.get $last))

  ;; A result that the caller frees, and a text in it.
  (func (export "make_text") (param $alignment i32) (result i32)
    (local $pointer i32)
    (local.set $pointer (call $give (i32.const 4) (local.get $alignment)))
    (i32.store (local.get $pointer) (i32.const 0x74786574))
    (local.get $pointer))
  (func (export "cabi_post_make_text") (param $pointer i32)
    (call $take
      (local.get $pointer)
      (i32.const 4)
      (i32.load (i32.sub (local.get $pointer) (i32.const 12)))))

  ;; What is wrong with some allocators.
  (func (export "null_malloc") (param $size i32) (result i32)
    (i32.const 0))
  (func (export "outside_malloc") (param $size i32) (result i32)
    (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 16)))
  (func (export "high_malloc") (param $size i32) (result i32)
    (i32.const -16))
  (func (export "same_malloc") (param $size i32) (result i32)
    (i32.const 1024))
  (func (export "growing_malloc") (param $size i32) (result i32)
    (drop (memory.grow (i32.const 1)))
    (call $malloc (local.get $size)))
  (func (export "trapping_malloc") (param $size i32) (result i32)
    (unreachable))
  (func (export "misaligned_wbindgen_malloc")
    (param $size i32) (param $alignment i32) (result i32)
    (i32.add
      (call $give (i32.add (local.get $size) (i32.const 1)) (local.get $alignment))
      (i32.const 1)))
  (func (export "misaligned_wbindgen_free")
    (param $pointer i32) (param $size i32) (param $alignment i32)
    (call $take
      (i32.sub (local.get $pointer) (i32.const 1))
      (i32.add (local.get $size) (i32.const 1))
      (local.get $alignment)))
  ;; Traps for blocks that begin with 0xEE, once they are free.
  (func (export "trapping_free") (param $pointer i32)
    (call $free (local.get $pointer))
    (if (i32.eq (i32.load8_u (local.get $pointer)) (i32.const 0xEE))
      (then (unreachable))))

  (func (export "sum32") (param $address i32) (param $count i32) (result i64)
    (local $sum i64)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $sum
          (i64.add (local.get $sum) (i64.load32_s (local.get $address))))
        (local.set $address (i32.add (local.get $address) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (local.get $sum))
  (func (export "store32") (param $address i32) (param $value i32)
    (i32.store (local.get $address) (local.get $value)))
  (func (export "load8") (param $address i32) (result i32)
    (i32.load8_u (local.get $address)))
  (func (export "grow") (param $pages i32) (result i32)
    (memory.grow (local.get $pages))))
