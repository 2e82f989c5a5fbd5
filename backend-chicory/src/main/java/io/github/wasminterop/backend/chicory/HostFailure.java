package io.github.wasminterop.backend.chicory;

/**
 * Carries what a host function threw through the guest, past everything that catches or translates
 * exceptions of Chicory's own, to the call that entered the guest; there it is taken out again.
 */
final class HostFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HostFailure(Throwable cause) {
    super(null, cause, false, false);
  }

  /** Throws what was carried, checked or not, as it is. */
  @SuppressWarnings("unchecked") // T is unchecked for the compiler only
  <T extends Throwable> RuntimeException unwrap() throws T {
    throw (T) getCause();
  }
}
