// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.runner.socket.Deadline;
import dev.kernellab.runner.socket.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Cuts the monitor's bytes into lines, none longer than a limit.
final class MonitorLines {
  /// Far above anything the commands in [QmpCommand] answer with.
  static final int LONGEST = 1 << 20;

  private final UnixSocket socket;
  private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16).flip();
  private byte[] line = new byte[4096];
  private int length;

  MonitorLines(UnixSocket socket) {
    this.socket = socket;
  }

  /// @return the next line without its end; empty when none is complete by the deadline
  Optional<byte[]> next(Deadline deadline) throws QmpException {
    while (true) {
      int end = endOfLine();
      append((end < 0 ? chunk.limit() : end) - chunk.position());
      if (end >= 0) {
        chunk.get();
        byte[] complete = Arrays.copyOf(line, length);
        length = 0;
        return Optional.of(complete);
      }
      if (!fill(deadline)) {
        return Optional.empty();
      }
    }
  }

  /// Where in the chunk it is, or -1.
  private int endOfLine() {
    for (int i = chunk.position(); i < chunk.limit(); i++) {
      if (chunk.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void append(int count) throws QmpProtocolException {
    if (count > LONGEST - length) {
      throw new QmpProtocolException("message: longer than " + LONGEST + " bytes");
    }
    if (count > line.length - length) {
      line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(2 * length, length + count)));
    }
    chunk.get(line, length, count);
    length += count;
  }

  private boolean fill(Deadline deadline) throws QmpDisconnectedException {
    chunk.clear();
    int read;
    try {
      read = socket.read(chunk, deadline);
    } catch (IOException e) {
      throw new QmpDisconnectedException("monitor: connection broken", e);
    } finally {
      chunk.flip();
    }
    if (read < 0) {
      throw new QmpDisconnectedException("monitor: connection closed by QEMU");
    }
    return read > 0;
  }
}
