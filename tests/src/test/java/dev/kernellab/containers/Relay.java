// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// Somebody between a lab and a runner, who passes on what he gets and may change what is asked.
final class Relay implements AutoCloseable {
  private final ServerSocket door;
  private final String host;
  private final int port;
  private final UnaryOperator<String> change;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param change of each piece of a request as it comes, characters standing for bytes
  Relay(String host, int port, UnaryOperator<String> change) throws IOException {
    this.host = host;
    this.port = port;
    this.change = change;
    this.door = new ServerSocket(0);
    threads.submit(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private Void accept() throws IOException {
    while (true) {
      Socket caller = door.accept();
      threads.submit(() -> pass(caller));
    }
  }

  private Void pass(Socket caller) throws IOException {
    try (caller;
        Socket runner = new Socket(host, port)) {
      threads.submit(() -> pass(runner, caller, UnaryOperator.identity()));
      return pass(caller, runner, change);
    }
  }

  private static Void pass(Socket from, Socket to, UnaryOperator<String> change)
      throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] piece = new byte[1 << 14];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      String text = new String(piece, 0, read, StandardCharsets.ISO_8859_1);
      out.write(change.apply(text).getBytes(StandardCharsets.ISO_8859_1));
    }
    to.shutdownOutput();
    return null;
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
