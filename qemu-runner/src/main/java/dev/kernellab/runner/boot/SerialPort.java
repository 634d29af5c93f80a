// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.runner.socket.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Where the guest's serial port leads to.
public sealed interface SerialPort extends AutoCloseable {
  /// Reads what the guest has printed, without waiting.
  ///
  /// @return bytes read, 0 when there are none yet, -1 when QEMU has hung up
  int readAvailable(ByteBuffer into) throws IOException;

  /// Types as much as the port takes at once.
  void writeAvailable(ByteBuffer bytes) throws IOException;

  /// Tells when there is something to read; empty where one has to look from time to time.
  Optional<SelectableChannel> channel();

  @Override
  void close() throws IOException;

  /// Both ways. A guest that prints faster than we read waits for its transmitter, so that how many
  /// instructions it executes depends on the host.
  record Line(UnixSocket socket) implements SerialPort {
    @Override
    public int readAvailable(ByteBuffer into) throws IOException {
      return socket.readAvailable(into);
    }

    @Override
    public void writeAvailable(ByteBuffer bytes) throws IOException {
      socket.writeAvailable(bytes);
    }

    @Override
    public Optional<SelectableChannel> channel() {
      return Optional.of(socket.channel());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /// A file on tmpfs that the guest prints into and never waits for. Nothing can be typed.
  final class Printout implements SerialPort {
    private final FileChannel file;
    private long read;

    Printout(Path file) throws IOException {
      this.file = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public int readAvailable(ByteBuffer into) throws IOException {
      int more = Math.max(0, file.read(into, read));
      read += more;
      return more;
    }

    @Override
    public void writeAvailable(ByteBuffer bytes) {
      bytes.position(bytes.limit());
    }

    @Override
    public Optional<SelectableChannel> channel() {
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
