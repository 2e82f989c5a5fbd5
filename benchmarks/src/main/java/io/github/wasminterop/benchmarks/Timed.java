package io.github.wasminterop.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How all benchmarks are measured. A benchmark is named {@code <case><What>}, where what is {@code
 * View} for this library or one of the references: {@code Array} for plain Java, {@code Segment}
 * for a raw {@code MemorySegment}, {@code Own} for the runtime's own API as an expert uses it,
 * {@code Plain} for this library without what the case is about. The report compares those of one
 * case by these names; a reference also serves the cases whose names begin with its own.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      // Two cores have no thread to spare for a collector beside what is measured.
      "-XX:+UseSerialGC",
      "-Xms2g",
      "-Xmn1g"
    })
@Warmup(iterations = 4, time = 400, timeUnit = MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = MILLISECONDS)
abstract class Timed {}
