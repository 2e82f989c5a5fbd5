package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/** The guests of {@code benchmarks/guests/kernels}: an input, and what each has to make of it. */
enum Kernel {
  /** SHA-256, as the JDK computes it. */
  HASH {
    @Override
    byte[] input() {
      byte[] bytes = new byte[INPUT];
      new Random(1).nextBytes(bytes);
      return bytes;
    }

    @Override
    byte[] output(byte[] input) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(input);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every JDK has it", e);
      }
    }
  },

  /** Text of a few words, packed and unpacked again. */
  CODEC {
    @Override
    byte[] input() {
      String[] words = "the memory of a guest is read by Java without a copy".split(" ", -1);
      Random random = new Random(2);
      StringBuilder text = new StringBuilder();
      while (text.length() < INPUT) {
        text.append(words[random.nextInt(words.length)])
            .append(random.nextInt(4) == 0 ? ". " : " ");
      }
      return text.substring(0, INPUT).getBytes(US_ASCII);
    }

    @Override
    byte[] output(byte[] input) {
      return input;
    }
  },

  /** A noisy gradient, blurred. */
  BLUR {
    @Override
    byte[] input() {
      Random random = new Random(3);
      byte[] pixels = new byte[INPUT];
      for (int i = 0; i < INPUT; i++) {
        pixels[i] = (byte) (i / (SIDE * CHANNELS) + random.nextInt(64));
      }
      return pixels;
    }

    @Override
    byte[] output(byte[] input) {
      return blurred(blurred(input, CHANNELS), SIDE * CHANNELS);
    }
  };

  /** How many bytes an input has. */
  static final int INPUT = 1 << 18;

  private static final int SIDE = 256;
  private static final int CHANNELS = 4;
  private static final int[] WEIGHTS = {1, 4, 6, 4, 1};

  /** The same bytes each time. */
  abstract byte[] input();

  /** What the guest has to make of them. */
  abstract byte[] output(byte[] input);

  /** The guest. */
  byte[] wasm() {
    String file = "/kernels/" + name().toLowerCase(Locale.ROOT) + ".wasm";
    try (InputStream wasm = Kernel.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(wasm).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError("it is part of the program", e);
    }
  }

  /** Checks what the guest made of its input. */
  void check(byte[] made) {
    if (!Arrays.equals(made, output(input()))) {
      throw new IllegalStateException("the guest's result is wrong: " + this);
    }
  }

  /** Along the dimension in which neighbours are so many bytes apart. */
  private static byte[] blurred(byte[] image, int step) {
    byte[] result = new byte[image.length];
    for (int i = 0; i < image.length; i++) {
      int at = i / step % SIDE;
      int sum = 8;
      for (int tap = 0; tap < WEIGHTS.length; tap++) {
        int neighbour = Math.clamp(at + tap - WEIGHTS.length / 2, 0, SIDE - 1);
        sum += WEIGHTS[tap] * (image[i + (neighbour - at) * step] & 0xFF);
      }
      result[i] = (byte) (sum / 16);
    }
    return result;
  }
}
