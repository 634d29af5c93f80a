// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import dev.kernellab.runner.socket.Deadline;
import dev.kernellab.runner.socket.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Cuts the stub's bytes into messages; acknowledgements between them are dropped.
final class PacketReader {
  /// QEMU announces 4,096 (`PacketSize=1000`); what we ask for is far shorter.
  static final int LONGEST = 4_096;

  private final UnixSocket socket;
  private final ByteBuffer chunk = ByteBuffer.allocate(LONGEST).flip();
  private final StringBuilder packet = new StringBuilder();

  PacketReader(UnixSocket socket) {
    this.socket = socket;
  }

  /// @return the next message without its frame; empty when none is complete by the deadline
  Optional<String> next(Deadline deadline) throws GdbException {
    while (true) {
      while (chunk.hasRemaining()) {
        append((char) (chunk.get() & 0xFF));
        int hash = packet.length() - 3;
        if (hash > 0 && packet.charAt(hash) == '#') {
          return Optional.of(complete(hash));
        }
      }
      if (!fill(deadline)) {
        return Optional.empty();
      }
    }
  }

  private void append(char next) throws GdbException {
    if (packet.isEmpty()) {
      if (next == '+') {
        return;
      }
      if (next != '$') {
        throw new GdbException("packet: expected $, got byte " + (int) next);
      }
    }
    if (packet.length() == LONGEST) {
      throw new GdbException("packet: longer than " + LONGEST + " bytes");
    }
    packet.append(next);
  }

  private String complete(int hash) throws GdbException {
    String message = packet.substring(1, hash);
    String sent = packet.substring(hash + 1);
    packet.setLength(0);
    if (!sent.equalsIgnoreCase(GdbPacket.checksum(message))) {
      throw new GdbException("packet: checksum is wrong");
    }
    return message;
  }

  private boolean fill(Deadline deadline) throws GdbException {
    chunk.clear();
    int read;
    try {
      read = socket.read(chunk, deadline);
    } catch (IOException e) {
      throw new GdbException("gdb stub: connection broken", e);
    } finally {
      chunk.flip();
    }
    if (read < 0) {
      throw new GdbException("gdb stub: connection closed by QEMU");
    }
    return read > 0;
  }
}
