// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import dev.kernellab.runner.socket.Deadline;
import dev.kernellab.runner.socket.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Cuts the stub's bytes into messages; acknowledgements between them are dropped.
final class PacketReader {
  /// QEMU announces 4,096 (`PacketSize=1000`); what we ask for is far shorter.
  static final int LONGEST = 4_096;

  private final UnixSocket socket;
  private final byte[] bytes = new byte[1 << 16];

  /// What has come and was not cut yet.
  private int start;

  private int end;

  /// Before this there is no end of a packet.
  private int searched;

  PacketReader(UnixSocket socket) {
    this.socket = socket;
  }

  /// @return the next message without its frame; empty when none is complete by the deadline
  Optional<byte[]> next(Deadline deadline) throws GdbException {
    while (true) {
      int hash = hash();
      if (hash >= 0 && hash + 2 < end) {
        return Optional.of(complete(hash));
      }
      if (!fill(deadline)) {
        return Optional.empty();
      }
    }
  }

  /// Where the packet's text ends, or -1.
  private int hash() throws GdbException {
    while (start < end && bytes[start] == '+') {
      start++;
    }
    if (start < end && bytes[start] != '$') {
      throw new GdbException("packet: expected $, got byte " + bytes[start]);
    }
    for (int i = Math.max(start, searched); i < end; i++) {
      if (bytes[i] == '#') {
        searched = i;
        return i;
      }
      if (i - start == LONGEST) {
        throw new GdbException("packet: longer than " + LONGEST + " bytes");
      }
    }
    searched = end;
    return -1;
  }

  private byte[] complete(int hash) throws GdbException {
    byte[] message = Arrays.copyOfRange(bytes, start + 1, hash);
    int sent = Character.digit(bytes[hash + 1], 16) << 4 | Character.digit(bytes[hash + 2], 16);
    if (sent != GdbPacket.checksum(message)) {
      throw new GdbException("packet: checksum is wrong");
    }
    start = hash + 3;
    searched = start;
    return message;
  }

  private boolean fill(Deadline deadline) throws GdbException {
    if (bytes.length - end < LONGEST) {
      System.arraycopy(bytes, start, bytes, 0, end - start);
      end -= start;
      searched -= start;
      start = 0;
    }
    try {
      int read = socket.read(ByteBuffer.wrap(bytes, end, bytes.length - end), deadline);
      if (read < 0) {
        throw new GdbException("gdb stub: connection closed by QEMU");
      }
      end += read;
      return read > 0;
    } catch (GdbException e) {
      throw e;
    } catch (IOException e) {
      throw new GdbException("gdb stub: connection broken", e);
    }
  }
}
