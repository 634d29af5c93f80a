// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/// A file on tmpfs that QEMU maps, so that we can read it without asking. The offset of a byte is
/// its physical address. We read, and never map: whatever QEMU does to the file, a read only fails.
public final class RamFile implements GuestRam {
  /// Guests of more RAM have none: files on tmpfs have to find room there, all at once.
  private static final int MOST_MIB = 512;

  /// Frames read at once: 1 MiB.
  private static final int AT_ONCE = 256;

  private final FileChannel channel;
  private final DataExtents extents;

  /// What is being read; direct, since a channel copies into anything else.
  private final ByteBuffer piece = ByteBuffer.allocateDirect(AT_ONCE * PhysicalAddress.FRAME_SIZE);

  private RamFile(FileChannel channel, DataExtents extents) {
    this.channel = channel;
    this.extents = extents;
  }

  /// What a machine's RAM may take of the folder for runs, in MiB: decided by its size alone, so
  /// that every host observes it the same way.
  public static int mebibytes(Machine machine) {
    return machine.ramMiB() <= MOST_MIB ? machine.ramMiB() : 0;
  }

  /// Gives an empty file its size; it takes memory only where the guest has touched it.
  static RamFile of(Path file, long bytes) throws IOException {
    try (var sized = new RandomAccessFile(file.toFile(), "rw")) {
      sized.setLength(bytes);
    }
    DataExtents extents = DataExtents.of(file);
    try {
      return new RamFile(
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), extents);
    } catch (IOException e) {
      extents.close();
      throw e;
    }
  }

  /// Writes what the machine is to begin with.
  static void fill(Path file, SortedMap<Integer, byte[]> frames) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      for (Map.Entry<Integer, byte[]> frame : frames.entrySet()) {
        channel.write(
            ByteBuffer.wrap(frame.getValue()), PhysicalAddress.ofFrame(frame.getKey()).value());
      }
    }
  }

  @Override
  public void read(List<FrameRange> ranges, BiConsumer<Integer, byte[]> reader) throws IOException {
    int size = PhysicalAddress.FRAME_SIZE;
    for (FrameRange range : ranges) {
      for (int first = range.first(); first < range.end(); first += AT_ONCE) {
        int count = Math.min(AT_ONCE, range.end() - first);
        read(first, count * size);
        for (int i = 0; i < count; i++) {
          byte[] bytes = new byte[size];
          piece.get(i * size, bytes);
          reader.accept(first + i, bytes);
        }
      }
    }
  }

  private void read(int frame, int length) throws IOException {
    piece.clear().limit(length);
    long start = PhysicalAddress.ofFrame(frame).value();
    while (piece.hasRemaining()) {
      if (channel.read(piece, start + piece.position()) < 0) {
        throw new EOFException("guest memory: the file ends within 1 MiB of frame " + frame);
      }
    }
  }

  @Override
  public Optional<BitSet> touched(int end) throws IOException {
    var touched = new BitSet();
    long most = PhysicalAddress.ofFrame(end).value();
    for (long at = extents.nextData(0); at >= 0 && at < most; ) {
      long hole = Math.min(extents.nextHole(at), most);
      touched.set((int) (at >>> 12), (int) (hole + 4_095 >>> 12));
      at = extents.nextData(hole);
    }
    return Optional.of(touched);
  }

  @Override
  public void close() throws IOException {
    extents.close();
    channel.close();
  }
}
