// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A unix socket of ours that waits for one caller. That QEMU calls us, and not we QEMU, spares a
/// loop that tries again and again, and the question whose socket it is that we call.
public final class ListeningSocket implements AutoCloseable {
  /// `sun_path` of `sockaddr_un` holds 108 bytes, the last of them 0 (unix(7)).
  private static final int LONGEST_PATH = 107;

  private final ServerSocketChannel channel;
  private final Path path;

  private ListeningSocket(ServerSocketChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  public static ListeningSocket at(Path path) throws IOException {
    if (path.toString().length() > LONGEST_PATH) {
      throw new IOException(
          "unix socket: path longer than 107 bytes, " + path + "; use a shorter run folder");
    }
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path), 1);
    channel.configureBlocking(false);
    return new ListeningSocket(channel, path);
  }

  public Path path() {
    return path;
  }

  /// Waits for the caller, and for nobody after it.
  ///
  /// @param callerIsAlive asked now and then, so that a dead caller is not waited for
  public Optional<UnixSocket> accept(Deadline deadline, BooleanSupplier callerIsAlive)
      throws IOException {
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_ACCEPT);
      while (!deadline.hasPassed()) {
        SocketChannel caller = channel.accept();
        if (caller != null) {
          return Optional.of(new UnixSocket(caller));
        }
        if (!callerIsAlive.getAsBoolean()) {
          return Optional.empty();
        }
        selector.select(ignored -> {}, Math.clamp(deadline.remainingMillis(), 1, 20));
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
