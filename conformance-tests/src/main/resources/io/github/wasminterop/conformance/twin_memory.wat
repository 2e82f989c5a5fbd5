;; One memory under two names.
(module
  (memory $m 1)
  (export "first" (memory $m))
  (export "second" (memory $m))
  (func (export "store8") (param $address i32) (param $value i32)
    (i32.store8 (local.get $address) (local.get $value))))
