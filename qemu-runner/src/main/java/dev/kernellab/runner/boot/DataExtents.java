// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Where a sparse file has data and where holes: lseek(2) knows, Java does not ask it.
final class DataExtents implements AutoCloseable {
  /// `O_RDONLY | O_CLOEXEC`
  private static final int READ_ONLY = 0x8_0000;

  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle SEEK =
      function(
          "lseek",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final int descriptor;

  private DataExtents(int descriptor) {
    this.descriptor = descriptor;
  }

  static DataExtents of(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
      if (descriptor < 0) {
        throw new IOException(file + ": cannot be opened");
      }
      return new DataExtents(descriptor);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("open: threw", e);
    }
  }

  /// The first byte of data at or after `from`; -1 when there is none.
  long nextData(long from) {
    return seek(from, SEEK_DATA);
  }

  /// The first byte of a hole at or after `from`; the file's end is one.
  long nextHole(long from) throws IOException {
    long hole = seek(from, SEEK_HOLE);
    if (hole <= from) {
      throw new IOException("guest memory: no hole after byte " + from);
    }
    return hole;
  }

  @Override
  public void close() {
    try {
      int ignored = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close: threw", e);
    }
  }

  private long seek(long from, int what) {
    try {
      return (long) SEEK.invokeExact(descriptor, from, what);
    } catch (Throwable e) {
      throw new IllegalStateException("lseek: threw", e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
