package io.github.wasminterop.type;

import io.github.wasminterop.error.InvalidArgumentException;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The type of a linear memory. Sizes are in pages of {@value #PAGE_SIZE} bytes.
 *
 * @param minimum the initial size in pages, {@code 0 <= minimum <= limit}, where the limit is 65
 *     536 for 32-bit and 2<sup>48</sup> for 64-bit addresses
 * @param maximum the size in pages up to which it may grow, {@code minimum <= maximum <= limit}, or
 *     empty
 * @param shared whether threads may share it; then {@code maximum} is present
 * @param memory64 whether addresses are 64 bits wide
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/types.html#memory-types">Specification:
 *     memory types</a>
 */
public record MemoryType(long minimum, OptionalLong maximum, boolean shared, boolean memory64)
    implements ExternType {

  /** The size of a page in bytes. */
  public static final long PAGE_SIZE = 65_536;

  private static final long LIMIT_32 = 1L << 16;
  private static final long LIMIT_64 = 1L << 48;

  /**
   * Checks the sizes.
   *
   * @throws InvalidArgumentException if {@code minimum < 0}, {@code maximum < minimum}, either is
   *     above the limit, or {@code shared} without a maximum
   */
  public MemoryType {
    Objects.requireNonNull(maximum, "maximum");
    long limit = memory64 ? LIMIT_64 : LIMIT_32;
    if (minimum < 0 || minimum > limit) {
      throw new InvalidArgumentException(
          "minimum " + minimum + " is not in 0.." + limit + " pages");
    }
    if (maximum.isPresent() && (maximum.getAsLong() < minimum || maximum.getAsLong() > limit)) {
      throw new InvalidArgumentException(
          "maximum " + maximum.getAsLong() + " is not in " + minimum + ".." + limit + " pages");
    }
    if (shared && maximum.isEmpty()) {
      throw new InvalidArgumentException("a shared memory needs a maximum");
    }
  }

  /**
   * A memory with 32-bit addresses, not shared, that may grow up to 65 536 pages.
   *
   * @param minimum the initial size in pages, {@code 0 <= minimum <= 65536}
   * @return the type
   */
  public static MemoryType of(long minimum) {
    return new MemoryType(minimum, OptionalLong.empty(), false, false);
  }

  /**
   * A memory with 32-bit addresses, not shared.
   *
   * @param minimum the initial size in pages, {@code 0 <= minimum <= maximum}
   * @param maximum the size in pages up to which it may grow, {@code maximum <= 65536}
   * @return the type
   */
  public static MemoryType of(long minimum, long maximum) {
    return new MemoryType(minimum, OptionalLong.of(maximum), false, false);
  }

  /**
   * This type, shared between threads. A maximum must be present.
   *
   * @return the type
   */
  public MemoryType asShared() {
    return new MemoryType(minimum, maximum, true, memory64);
  }

  /**
   * This type, with 64-bit addresses.
   *
   * @return the type
   */
  public MemoryType as64() {
    return new MemoryType(minimum, maximum, shared, true);
  }

  /**
   * The size in pages above which a memory of this type never grows: its maximum, else the limit of
   * its addresses.
   *
   * @return the size in pages
   */
  public long upperBound() {
    return maximum.orElse(memory64 ? LIMIT_64 : LIMIT_32);
  }

  @Override
  public ExternKind kind() {
    return ExternKind.MEMORY;
  }

  /** For instance {@code memory 1..16 pages}. */
  @Override
  public String toString() {
    return "memory "
        + minimum
        + ".."
        + (maximum.isPresent() ? maximum.getAsLong() : "")
        + " pages"
        + (shared ? " shared" : "")
        + (memory64 ? " i64" : "");
  }
}
