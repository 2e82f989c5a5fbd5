package io.github.wasminterop.spi;

import java.util.List;

/**
 * An option of a backend.
 *
 * @param name its name, for instance {@code execution}
 * @param description what it decides, in a sentence
 * @param values the values that it may have, the default first
 */
public record BackendOption(String name, String description, List<String> values) {

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if {@code values} is empty
   */
  public BackendOption {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("option " + name + " has no values");
    }
  }

  /** {@return the value that holds when the user gives none} */
  public String defaultValue() {
    return values.getFirst();
  }
}
