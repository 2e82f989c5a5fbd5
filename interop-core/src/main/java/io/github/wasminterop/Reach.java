package io.github.wasminterop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;

/** What this library may reach of a user's classes. */
final class Reach {

  private Reach() {}

  /**
   * A lookup within a class.
   *
   * @throws IllegalAccessException if the class is of a module that does not open its package to
   *     this library
   */
  static Lookup into(Class<?> type) throws IllegalAccessException {
    // A private lookup needs the library to read the user's module; being open is not enough.
    Reach.class.getModule().addReads(type.getModule());
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }
}
