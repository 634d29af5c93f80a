// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file that QEMU writes and we read. We made it and opened it before QEMU started and QEMU
/// cannot rename or replace it, so there is no link to follow and nothing else to be opened by
/// mistake.
public final class DumpFile implements AutoCloseable {
  private final FileChannel channel;
  private final String nameInBox;

  DumpFile(Path file, String nameInBox) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    this.nameInBox = nameInBox;
  }

  public String nameInBox() {
    return nameInBox;
  }

  /// Reads exactly `length` bytes from the beginning.
  ///
  /// @throws IOException when there are fewer or more
  public byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining() && channel.read(into, into.position()) > 0) {}
    if (into.hasRemaining() || channel.size() != length) {
      throw new IOException(
          "memory dump: expected " + length + " bytes, QEMU wrote " + channel.size());
    }
    return bytes;
  }

  /// Reads all there is; empty when that is more than `most` bytes.
  public Optional<byte[]> readAll(int most) throws IOException {
    return channel.size() > most ? Optional.empty() : Optional.of(readEnd(most));
  }

  /// Reads what there is, from the end if that is more than `most` bytes.
  public byte[] readEnd(int most) throws IOException {
    long size = channel.size();
    ByteBuffer into = ByteBuffer.allocate((int) Math.min(most, size));
    long start = size - into.remaining();
    while (into.hasRemaining() && channel.read(into, start + into.position()) > 0) {}
    byte[] bytes = new byte[into.position()];
    into.flip().get(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
