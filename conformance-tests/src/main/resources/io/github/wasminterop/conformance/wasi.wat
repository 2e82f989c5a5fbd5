;; A WASI program with a function for each thing that it asks of the system.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get"
    (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 512) "hello from the guest\n")
  (data (i32.const 544) "oh no\n")
  (data (i32.const 560) "note.txt")
  ;; writes bytes to a file descriptor; 0..16 is scratch space
  (func $write (param $fd i32) (param $address i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $address))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8))))
  ;; copies what can be read at once from a file descriptor to the standard output
  (func $copy (param $fd i32)
    (i32.store (i32.const 0) (i32.const 8192))
    (i32.store (i32.const 4) (i32.const 4096))
    (drop (call $fd_read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8)))
    (call $write (i32.const 1) (i32.const 8192) (i32.load (i32.const 8))))
  (func (export "hello")
    (call $write (i32.const 1) (i32.const 512) (i32.const 21)))
  (func (export "complain")
    (call $write (i32.const 2) (i32.const 544) (i32.const 6)))
  ;; writes all arguments with their final zeros; gives how many there are
  (func (export "arguments") (result i32)
    (drop (call $args_sizes_get (i32.const 16) (i32.const 20)))
    (drop (call $args_get (i32.const 1024) (i32.const 2048)))
    (call $write (i32.const 1) (i32.const 2048) (i32.load (i32.const 20)))
    (i32.load (i32.const 16)))
  (func (export "environment") (result i32)
    (drop (call $environ_sizes_get (i32.const 16) (i32.const 20)))
    (drop (call $environ_get (i32.const 1024) (i32.const 2048)))
    (call $write (i32.const 1) (i32.const 2048) (i32.load (i32.const 20)))
    (i32.load (i32.const 16)))
  (func (export "echo")
    (call $copy (i32.const 0)))
  ;; writes the file note.txt of the first directory; gives the error number of opening it
  (func (export "note") (result i32)
    (local $error i32)
    (local.set $error
      (call $path_open (i32.const 3) (i32.const 0) (i32.const 560) (i32.const 8) (i32.const 0)
        (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 24)))
    (if (i32.eqz (local.get $error))
      (then (call $copy (i32.load (i32.const 24)))))
    (local.get $error))
  (func (export "exit") (param $code i32)
    (call $proc_exit (local.get $code))
    (unreachable))
  (func (export "_start")
    (call $write (i32.const 1) (i32.const 512) (i32.const 21))))
