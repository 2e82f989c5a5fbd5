;; Takes references from another guest.
(module
  (func (export "same") (param externref) (result externref)
    (local.get 0)))
