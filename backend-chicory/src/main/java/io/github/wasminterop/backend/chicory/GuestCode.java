package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import java.util.function.Function;

/**
 * How the code of a module is run.
 *
 * @param machines makes what runs the code of an instance; compiled code is shared by all instances
 * @param reach how many pages of a memory the code reaches
 */
record GuestCode(Function<Instance, Machine> machines, int reach) {

  /** Code of which some is interpreted: addresses of 2 GiB and more are beyond it. */
  static GuestCode interpreted(Function<Instance, Machine> machines) {
    return new GuestCode(machines, Memory.RUNTIME_MAX_PAGES);
  }
}
