package io.github.wasminterop.backend.chicory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.FutureTask;

/** A thread of the host that reads into a memory, which the JDK keeps alive meanwhile. */
final class PendingRead {
  private final Pipe pipe;
  private final FutureTask<Integer> reading;

  private PendingRead(Pipe pipe, FutureTask<Integer> reading) {
    this.pipe = pipe;
    this.reading = reading;
  }

  /** Begins to read into the first byte of a segment. */
  static PendingRead into(MemorySegment segment) throws IOException, InterruptedException {
    Pipe pipe = Pipe.open();
    ByteBuffer target = segment.asSlice(0, 1).asByteBuffer();
    FutureTask<Integer> reading = new FutureTask<>(() -> pipe.source().read(target));
    Thread reader = Thread.ofPlatform().start(reading);
    while (reader.getStackTrace().length == 0 || !reader.getStackTrace()[0].isNativeMethod()) {
      Thread.sleep(1);
    }
    return new PendingRead(pipe, reading);
  }

  /** Lets it read a 7. */
  void finish() throws Exception {
    pipe.sink().write(ByteBuffer.wrap(new byte[] {7}));
    reading.get();
    pipe.sink().close();
    pipe.source().close();
  }
}
