;; Accesses above 2 GiB, where an address has its highest bit.
(module
  (import "env" "memory" (memory 1))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "load+") (param i32) (result i32) (i32.load offset=4096 (local.get 0)))
  (func (export "store+") (param i32 i32) (i32.store offset=4096 (local.get 0) (local.get 1)))
  (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "size") (result i32) (memory.size)))
