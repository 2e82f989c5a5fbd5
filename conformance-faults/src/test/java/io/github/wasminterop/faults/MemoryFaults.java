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
                  "addresses_1_13",
                  "spatial_1_01 09",
                  "temporal_3_10",
                  "refresh_5_06")
              .because("each reads or writes the last byte"),
          access(
                  "size-too-long",
                  "says that the memory is 8 bytes longer",
                  WrongAccess.TooLong::new,
                  "addresses_1_12 13",
                  "spatial_1_02 04 05 06 07 09",
                  "temporal_3_10",
                  "live_4_03",
                  "refresh_5_04",
                  "atomic_6_01 03 04 06 07 09 10",
                  "errors_9_05",
                  "elements_10_08 14",
                  "memories_22_01 03 05 06",
                  "sequences_23_01")
              .because("each asks for the size, or for bytes up to it"),
          access(
                  "size-too-short",
                  "says that the memory is 8 bytes shorter",
                  WrongAccess.TooShort::new,
                  "addresses_1_12 13",
                  "spatial_1_01 02 03 06 09",
                  "temporal_3_10 13",
                  "refresh_5_06",
                  "atomic_6_04 06 09 10",
                  "threads_8_01 06",
                  "errors_9_05",
                  "loading_11_07",
                  "linking_12_04",
                  "descriptors_20_06 07",
                  "memories_22_01 03 04 06",
                  "sequences_23_01")
              .because("each asks for the size, or for bytes up to it"),
          access(
                  "big-endian",
                  "reads and writes integers in big-endian order",
                  WrongAccess.BigEndian::new,
                  "spatial_1_01",
                  "alignment_2_03 04 07",
                  "temporal_3_02 03 04",
                  "live_4_01 02 03 04 05 06",
                  "refresh_5_01 04",
                  "threads_8_01",
                  "copies_10_01 02 03 04 05 06 07",
                  "elements_10_09 11 15",
                  "proposals_19_13")
              .because("each compares elements with the guest's bytes, or with bytes in bulk"),
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
                  WrongAccess.FirstPage::new,
                  "copies_10_17",
                  "elements_10_08")
              .because("both write across a page border"),
          access(
                  "read-first-page",
                  "reads in bulk up to a page border only",
                  WrongAccess.ReadFirstPage::new,
                  "copies_10_17",
                  "elements_10_08",
                  "sequences_23_01")
              .because("each reads across a page border"),
          access(
                  "snapshot",
                  "reads in bulk from a copy",
                  WrongAccess.Snapshot::new,
                  "alignment_2_03",
                  "temporal_3_02",
                  "live_4_03 04",
                  "atomic_6_10",
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
