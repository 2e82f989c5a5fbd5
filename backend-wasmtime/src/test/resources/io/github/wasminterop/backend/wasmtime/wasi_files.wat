;; Streams, a file and the exit of WASI.
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\64\00\00\00\03\00\00\00\67\00\00\00\03\00\00\00")
  (data (i32.const 100) "oneTWO")
  (data (i32.const 200) "file.txt")
  ;; writes two buffers, gives error and count
  (func (export "write") (param $fd i32) (result i32 i32)
    (call $write (local.get $fd) (i32.const 0) (i32.const 2) (i32.const 16))
    (i32.load (i32.const 16)))
  (func (export "write_at") (param $fd i32) (param $buffers i32) (result i32)
    (call $write (local.get $fd) (local.get $buffers) (i32.const 1) (i32.const 16)))
  ;; reads up to 16 bytes to address 1000, gives error and count
  (func (export "read") (param $fd i32) (result i32 i32)
    (i32.store (i32.const 32) (i32.const 1000))
    (i32.store (i32.const 36) (i32.const 16))
    (call $read (local.get $fd) (i32.const 32) (i32.const 1) (i32.const 40))
    (i32.load (i32.const 40)))
  ;; opens or creates file.txt in the first directory, gives error and descriptor
  (func (export "open") (param $flags i32) (result i32 i32)
    (call $open (i32.const 3) (i32.const 0) (i32.const 200) (i32.const 8) (local.get $flags)
      (i64.const 66) (i64.const 66) (i32.const 0) (i32.const 48))
    (i32.load (i32.const 48)))
  (func (export "exit") (param i32) (call $exit (local.get 0))))
