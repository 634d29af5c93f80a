// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// One end of a connected unix socket. Reads and writes wait until a deadline, which Java's
/// blocking channels cannot. For one thread at a time.
public final class UnixSocket implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector readable;
  private final Selector writable;

  public UnixSocket(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    this.channel = channel;
    this.readable = Selector.open();
    this.writable = Selector.open();
    channel.register(readable, SelectionKey.OP_READ);
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  /// The channel, for whoever waits for several at once.
  public SelectableChannel channel() {
    return channel;
  }

  /// Reads what is there, without waiting.
  ///
  /// @return bytes read, 0 when there are none yet, -1 when the other end has hung up
  public int readAvailable(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  /// Waits for at least one byte.
  ///
  /// @return bytes read, 0 when the deadline has passed, -1 when the other end has hung up
  public int read(ByteBuffer into, Deadline deadline) throws IOException {
    while (true) {
      int read = channel.read(into);
      if (read != 0 || deadline.hasPassed()) {
        return read;
      }
      readable.select(ignored -> {}, Math.max(1, deadline.remainingMillis()));
    }
  }

  /// @return whether all of it was taken before the deadline
  public boolean write(ByteBuffer bytes, Deadline deadline) throws IOException {
    while (true) {
      channel.write(bytes);
      if (!bytes.hasRemaining()) {
        return true;
      }
      if (deadline.hasPassed()) {
        return false;
      }
      writable.select(ignored -> {}, Math.max(1, deadline.remainingMillis()));
    }
  }

  /// Writes as much as is taken at once.
  public void writeAvailable(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
  }

  @Override
  public void close() throws IOException {
    readable.close();
    writable.close();
    channel.close();
  }
}
