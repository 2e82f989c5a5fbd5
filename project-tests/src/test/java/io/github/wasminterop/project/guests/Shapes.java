package io.github.wasminterop.project.guests;

import static io.github.wasminterop.abi.Scalar.F16;
import static io.github.wasminterop.abi.Scalar.F32;
import static io.github.wasminterop.abi.Scalar.I16;
import static io.github.wasminterop.abi.Scalar.I32;
import static io.github.wasminterop.abi.Scalar.I8;
import static io.github.wasminterop.abi.Scalar.POINTER;
import static io.github.wasminterop.abi.Scalar.U16;
import static io.github.wasminterop.abi.Scalar.U32;
import static io.github.wasminterop.abi.Scalar.U64;
import static io.github.wasminterop.abi.Scalar.U8;

import io.github.wasminterop.Pointer;
import io.github.wasminterop.abi.Bits;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Packed;
import io.github.wasminterop.abi.StoredAs;

/** For each struct of {@code shapes.def}, in its order, the record of its name. */
@SuppressWarnings("ArrayRecordComponent") // as the structs have
final class Shapes {
  private Shapes() {}

  enum Kind {
    DUST,
    SPARK,
    SMOKE
  }

  enum Tiny {
    RED,
    GREEN,
    BLUE
  }

  record OneByte(@StoredAs(U8) int a) {}

  record OneShort(short a) {}

  record OneInt(int a) {}

  record OneLong(long a) {}

  record OneHalf(@StoredAs(F16) float a) {}

  record OneFloat(float a) {}

  record OneDouble(double a) {}

  record OneBool(boolean a) {}

  record OneAddress(Pointer<OneInt> a) {}

  record Scalars(
      byte a,
      @StoredAs(U8) int b,
      short c,
      char d,
      int e,
      @StoredAs(U32) long f,
      long g,
      @StoredAs(U64) long h,
      @StoredAs(F16) float i,
      float j,
      double k,
      boolean l,
      Pointer<OneInt> m) {}

  record SmallToLarge(byte a, short b, int c, long d) {}

  record LargeToSmall(long a, int b, short c, byte d) {}

  record Alternating(byte a, long b, byte c, double d, byte e) {}

  record Sandwich(byte a, int b, byte c) {}

  record TailPadding(double a, byte b) {}

  record Booleans(boolean a, boolean b, int c, boolean d) {}

  record Unsigned(
      @StoredAs(U8) short a, @StoredAs(U64) long b, @StoredAs(U16) int c, @StoredAs(U32) int d) {}

  record NarrowLongs(
      @StoredAs(I8) long a, @StoredAs(I16) long b, @StoredAs(I32) long c, @StoredAs(U8) long d) {}

  record Floats(
      @StoredAs(F16) float a,
      float b,
      @StoredAs(F16) double c,
      double d,
      @StoredAs(F32) double e) {}

  record Units(char a, @StoredAs(U8) char b, @StoredAs(U16) int c) {}

  record Enums(@StoredAs(U8) int a, Kind b, @StoredAs(U8) Tiny c, char d) {}

  record Addresses(
      @StoredAs(U8) int a, Pointer<Scalars> b, @StoredAs(U8) int c, Pointer<Addresses> d) {}

  record Sizes(@StoredAs(U8) int a, @StoredAs(POINTER) long b, @StoredAs(U32) long c) {}

  record Point(float x, float y) {}

  record Rectangle(Point from, Point to) {}

  record Line(@StoredAs(U8) int width, Point from, Point to, boolean dashed) {}

  record Deep(@StoredAs(U8) int a, Line b, char c, Rectangle d, long e) {}

  record Padded(long a, @StoredAs(U8) int b) {}

  record PaddedInside(@StoredAs(U8) int a, Padded b, @StoredAs(U8) int c) {}

  record Odd(char a, @StoredAs(U8) int b) {}

  record OddInside(@StoredAs(U8) int a, Odd b, Odd c, @StoredAs(U8) int d) {}

  record Bytes(@Length(3) byte[] a, short b, @Length(5) @StoredAs(U8) int[] c) {}

  record Shorts(
      @StoredAs(U8) int a,
      @Length(3) short[] b,
      @StoredAs(U8) int c,
      @Length(2) @StoredAs(U16) int[] d) {}

  record Ints(
      @StoredAs(U8) int a,
      @Length(5) int[] b,
      @StoredAs(U8) int c,
      @Length(2) @StoredAs(U32) long[] d) {}

  record Longs(@StoredAs(U8) int a, @Length(2) long[] b, @StoredAs(U8) int c) {}

  record Matrix(@StoredAs(U8) int a, @Length(16) float[] b, @StoredAs(U8) int c) {}

  record Doubles(@Length(7) @StoredAs(U8) byte[] a, @Length(2) double[] b) {}

  record Halves(@StoredAs(U8) int a, @Length(3) @StoredAs(F16) float[] b) {}

  record Flags(@Length(5) boolean[] a, int b) {}

  record Characters(@StoredAs(U8) int a, @Length(4) char[] b) {}

  record Kinds(@StoredAs(U8) int a, @Length(2) Kind[] b, @Length(3) @StoredAs(U8) Tiny[] c) {}

  record Table(@StoredAs(U8) int a, @Length(3) Pointer<Point>[] b, @StoredAs(U8) int c) {}

  record Texts(@Length(8) String a, @StoredAs(U8) int b, @Length(5) String c, int d) {}

  record Points(@StoredAs(U8) int a, @Length(4) Point[] b, @StoredAs(U8) int c) {}

  record Odds(@StoredAs(U8) int a, @Length(3) Odd[] b, @StoredAs(U8) int c) {}

  record PaddedArray(@StoredAs(U8) int a, @Length(2) Padded[] b, @StoredAs(U8) int c) {}

  @Packed
  record Tight(@StoredAs(U8) int a, int b, long c, char d) {}

  @Packed
  record TightFloats(
      @StoredAs(U8) int a, double b, @StoredAs(F16) float c, float d, Pointer<Point> e) {}

  @Packed
  record TightArray(@StoredAs(U8) int a, @Length(3) int[] b, char c, @Length(3) String d) {}

  @Packed
  record TightAround(@StoredAs(U8) int a, Padded b, char c, @Length(2) Odd[] d) {}

  record TightInside(char a, Tight b, int c, @Length(2) Tight[] d) {}

  record BitsInOne(
      @StoredAs(U32) @Bits(3) int a,
      @StoredAs(U32) @Bits(5) int b,
      @StoredAs(U32) @Bits(24) int c) {}

  record BitsSigned(@Bits(3) int a, @Bits(13) int b, @Bits(16) int c) {}

  record BitsInTwo(
      @StoredAs(U32) @Bits(20) int a,
      @StoredAs(U32) @Bits(20) long b,
      @StoredAs(U32) @Bits(4) int c) {}

  record BitsOfEach(
      @StoredAs(U8) @Bits(3) int a,
      @Bits(9) char b,
      @StoredAs(U32) @Bits(17) long c,
      @StoredAs(U64) @Bits(33) long d) {}

  record BitsDown(@Bits(33) long a, @Bits(17) int b, @Bits(9) short c, @Bits(3) byte d) {}

  record BitsBetween(
      @StoredAs(U8) int a,
      @StoredAs(U32) @Bits(7) long b,
      @StoredAs(U8) int c,
      @StoredAs(U32) @Bits(17) long d,
      @StoredAs(U8) int e) {}

  record BitsBool(
      @Bits(1) boolean a,
      @Bits(1) boolean b,
      @StoredAs(U8) @Bits(6) int c,
      @Bits(1) boolean d,
      short e) {}

  record BitsLong(@Bits(40) long a, @Bits(24) long b, @StoredAs(U8) int c) {}

  record BitsWide(
      @StoredAs(U64) @Bits(64) long a, @Bits(32) int b, @Bits(16) char c, @Bits(8) byte d) {}

  record BitsThenLong(@StoredAs(U8) @Bits(1) int a, long b) {}

  record BitsStraddling(
      @StoredAs(U8) int a, @Bits(10) char b, @Bits(10) char c, @StoredAs(U8) int d) {}

  record BitsAfterPadding(
      char a, @StoredAs(U8) int b, @StoredAs(U32) @Bits(9) long c, @StoredAs(U8) int d) {}

  record BitsBroken(
      @StoredAs(U32) @Bits(3) long a,
      @StoredAs(U32) @Bits(value = 5, startsUnit = true) long b,
      @StoredAs(U8) int c) {}

  record BitsBrokenByte(
      @StoredAs(U8) @Bits(3) int a,
      @StoredAs(U8) @Bits(value = 5, startsUnit = true) int b,
      @StoredAs(U8) int c) {}

  record BitsBrokenLong(
      @StoredAs(U8) int a, @Bits(value = 5, startsUnit = true) long b, @StoredAs(U8) int c) {}

  record BitsInside(
      @StoredAs(U8) int a, BitsInTwo b, @StoredAs(U8) @Bits(2) int c, BitsThenLong d) {}

  @Packed
  record BitsTight(
      @StoredAs(U32) @Bits(3) long a,
      @StoredAs(U32) @Bits(30) long b,
      @StoredAs(U8) int c,
      @StoredAs(U32) @Bits(9) long d) {}

  @Packed
  record BitsTightLong(@StoredAs(U8) int a, @Bits(50) long b, @Bits(21) int c, short d) {}

  @Packed
  record BitsTightBroken(
      @StoredAs(U32) @Bits(3) long a,
      @StoredAs(U32) @Bits(value = 5, startsUnit = true) long b,
      short c) {}
}
