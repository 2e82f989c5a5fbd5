package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.MediatedAccess;
import java.util.List;
import java.util.function.Function;

/** Faults of the access to bytes that a backend offers instead of a segment. */
final class MemoryFaults {
  static final List<Fault> ALL =
      List.of(
          access(
                  "address-31-bits",
                  "cuts addresses to 31 bits",
                  m -> new WrongAccess.Moved(m, address -> address & 0x7fff_ffffL),
                  "addresses_1_14 15")
              .because("host and guest meet above 2 GiB in both")
              .compiled(),
          access(
                  "address-sign-extended",
                  "takes addresses for signed 32-bit numbers",
                  m -> new WrongAccess.Moved(m, address -> (int) address),
                  "addresses_1_14 15")
              .because("host and guest meet above 2 GiB in both")
              .compiled(),
          access(
                  "size-31-bits",
                  "tells sizes as a signed 32-bit number",
                  WrongAccess.SizeAsInt::new,
                  "addresses_1_14 15")
              .because("both make a view above 2 GiB")
              .compiled(),
          access(
                  "last-byte-hidden",
                  "refuses the last byte of the memory",
                  WrongAccess.LastByteHidden::new,
                  "spatial_1_01 09",
                  "temporal_3_10")
              .because("each reads or writes the last byte"),
          access(
                  "size-too-long",
                  "says that the memory is 8 bytes longer",
                  WrongAccess.TooLong::new,
                  "addresses_1_13",
                  "spatial_1_02 04 06",
                  "temporal_3_10",
                  "memories_22_01",
                  "sequences_23_01")
              .because("each asks for the size, or for a range that just ends behind it"),
          access(
                  "size-too-short",
                  "says that the memory is 8 bytes shorter",
                  WrongAccess.TooShort::new,
                  "spatial_1_01 02 03 06 09",
                  "temporal_3_10",
                  "threads_8_06",
                  "memories_22_01 06",
                  "sequences_23_01")
              .because("each asks for the size, or for the last bytes"),
          access(
                  "big-endian",
                  "reads and writes 16-bit integers in big-endian order",
                  WrongAccess.BigEndian::new,
                  "alignment_2_03 07",
                  "temporal_3_04",
                  "live_4_01 02 03 04 06",
                  "copies_10_01 02 03 04 05 06 07",
                  "elements_10_09 11 15")
              .because(
                  "each compares 16-bit elements with the guest's bytes, or with bytes in bulk"),
          access(
              "nan-quiet-in-memory",
              "reads each NaN as a quiet one",
              WrongAccess.NansQuiet::new,
              "live_4_05"),
          access(
                  "load-sign-extended",
                  "sign-extends what it loads",
                  WrongAccess.SignExtended::new,
                  "alignment_2_02 03",
                  "live_4_01 10",
                  "copies_10_03 04 06 07",
                  "elements_10_09 10 13",
                  "sequences_23_01")
              .because("each reads a byte or more above the sign"),
          access(
                  "store-too-wide",
                  "stores 8 bytes whatever the size",
                  WrongAccess.StoreTooWide::new,
                  "temporal_3_01",
                  "live_4_03",
                  "refresh_5_04",
                  "sequences_23_01")
              .because("each looks at the neighbour of an element that it set"),
          access(
                  "store-lost",
                  "does not store bytes of 0xff",
                  WrongAccess.StoreLost::new,
                  "alignment_2_02 03 07",
                  "live_4_02",
                  "copies_10_01 02 04 05 07",
                  "elements_10_09 10 11",
                  "sequences_23_01")
              .because("each sets a byte to 255"),
          access(
                  "aligned-only",
                  "refuses integers that are not aligned",
                  WrongAccess.AlignedOnly::new,
                  "alignment_2_03 04 07",
                  "closing_3_34",
                  "temporal_3_03 04",
                  "live_4_04")
              .because("each reads at odd addresses"),
          access(
                  "write-first-page",
                  "writes in bulk up to a page border only",
                  WrongBulk.FirstPage::new,
                  "copies_10_17",
                  "elements_10_08")
              .because("both write across a page border"),
          access(
                  "read-first-page",
                  "reads in bulk up to a page border only",
                  WrongBulk.ReadFirstPage::new,
                  "copies_10_17",
                  "elements_10_08",
                  "sequences_23_01")
              .because("each reads across a page border"),
          access(
                  "write-odd-byte-lost",
                  "writes an even number of bytes in bulk, one less if it must",
                  WrongBulk.WriteEven::new,
                  "copies_10_03",
                  "text_21_02 04",
                  "sequences_23_01")
              .because("each writes an odd number of bytes in bulk"),
          access(
                  "read-odd-byte-lost",
                  "reads an even number of bytes in bulk, one less if it must",
                  WrongBulk.ReadEven::new,
                  "temporal_3_13",
                  "copies_10_02",
                  "loading_11_08 09",
                  "wasi_17_09",
                  "descriptors_20_07",
                  "text_21_01 02 04",
                  "sequences_23_01")
              .because("each reads an odd number of bytes in bulk"),
          access(
                  "snapshot",
                  "reads in bulk from a copy",
                  WrongBulk.Snapshot::new,
                  "alignment_2_03",
                  "temporal_3_02",
                  "live_4_03 04",
                  "elements_10_08",
                  "text_21_03",
                  "sequences_23_01")
              .because("each reads in bulk twice, and something was written between"));

  private MemoryFaults() {}

  private static Fault access(
      String name, String what, Function<BackendMemory, MediatedAccess> access, String... rules) {
    return Fault.of(name, what, () -> new MediatedSeams(access), rules);
  }
}
