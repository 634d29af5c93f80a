// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.runner.socket.UnixSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The other end of a line, that says what a test tells it to: nothing of ours understands it.
public final class ScriptedStub implements AutoCloseable {
  private final Path path;
  private final UnixSocket ours;
  private final SocketChannel theirs;

  public ScriptedStub() throws IOException {
    path = Files.createTempDirectory("stub").resolve("s");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      theirs = SocketChannel.open(UnixDomainSocketAddress.of(path));
      ours = new UnixSocket(server.accept());
    }
  }

  /// The end that the code under test holds.
  public UnixSocket socket() {
    return ours;
  }

  /// Says something, in the background: it may be more than a socket takes at once.
  public ScriptedStub say(String text) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                sayNow(text);
              } catch (IOException e) {
                return; // nobody listens any more
              }
            });
    return this;
  }

  /// Says something short before it returns.
  public void sayNow(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      theirs.write(bytes);
    }
  }

  /// Waits until it has heard something that contains `wanted`, then says something.
  public ScriptedStub answer(String wanted, String text) {
    Thread.ofVirtual()
        .start(
            () -> {
              var heard = new StringBuilder();
              ByteBuffer chunk = ByteBuffer.allocate(4_096);
              try {
                while (heard.indexOf(wanted) < 0 && theirs.read(chunk.clear()) >= 0) {
                  heard.append(StandardCharsets.ISO_8859_1.decode(chunk.flip()));
                }
              } catch (IOException e) {
                return; // nobody speaks any more
              }
              say(text);
            });
    return this;
  }

  public void hangUp() throws IOException {
    theirs.close();
  }

  @Override
  public void close() throws IOException {
    theirs.close();
    ours.close();
    Files.deleteIfExists(path);
    Files.deleteIfExists(path.getParent());
  }
}
