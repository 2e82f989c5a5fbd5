package io.github.wasminterop.spi;

import io.github.wasminterop.error.InvalidArgumentException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value for each option of a backend.
 *
 * @param values the values by the options' names
 */
public record BackendOptions(Map<String, String> values) {

  /** Copies the values. */
  public BackendOptions {
    values = Map.copyOf(values);
  }

  /**
   * Checks what a user chose and adds the defaults.
   *
   * @param options the options that there are
   * @param chosen what the user chose, by name
   * @return a value for each option
   * @throws InvalidArgumentException if {@code chosen} names an unknown option or an unknown value;
   *     the message lists what there is
   */
  public static BackendOptions resolve(List<BackendOption> options, Map<String, String> chosen) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> rest = new TreeMap<>(chosen);
    for (BackendOption option : options) {
      String value = rest.remove(option.name());
      if (value != null && !option.values().contains(value)) {
        throw new InvalidArgumentException(
            "option %s cannot be '%s'; it is one of %s (%s)"
                .formatted(option.name(), value, option.values(), option.description()));
      }
      values.put(option.name(), value == null ? option.defaultValue() : value);
    }
    if (!rest.isEmpty()) {
      throw new InvalidArgumentException(
          "no such option: %s; the options are %s"
              .formatted(rest.keySet(), options.stream().map(BackendOption::name).toList()));
    }
    return new BackendOptions(values);
  }

  /**
   * The value of an option.
   *
   * @param option the option, one of those that these values were resolved for
   * @return its value
   */
  public String get(BackendOption option) {
    return values.getOrDefault(option.name(), option.defaultValue());
  }
}
