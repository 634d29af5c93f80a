// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The network between two ends: a port that passes everything on to another, where traffic can be
/// seen, held up, repeated and cut. While it is shut it refuses, as the port of a dead process
/// does.
final class Wire implements AutoCloseable {
  private final int port;
  private final int upstream;
  private final Watch requests;
  private final Watch answers;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket door;

  /// Sees all traffic in one direction, before it is passed on.
  @FunctionalInterface
  interface Watch {
    void see(Line line, byte[] bytes, int count);
  }

  /// @param requests watches what goes to `upstream`
  /// @param answers watches what comes back
  Wire(int upstream, Watch requests, Watch answers) throws IOException {
    this.port = Service.freePort();
    this.upstream = upstream;
    this.requests = requests;
    this.answers = answers;
  }

  int port() {
    return port;
  }

  int upstream() {
    return upstream;
  }

  synchronized void open() throws IOException {
    if (door == null) {
      var socket = new ServerSocket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      door = socket;
      Thread.startVirtualThread(() -> accept(socket));
    }
  }

  /// Whoever is connected is cut off, whoever comes is refused.
  synchronized void shut() throws IOException {
    if (door != null) {
      door.close();
      door = null;
    }
    cut();
  }

  void cut() {
    lines.forEach(Line::cut);
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        Socket from = socket.accept();
        Thread.startVirtualThread(() -> connect(from));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket from) {
    try {
      var line = new Line(from, new Socket(InetAddress.getLoopbackAddress(), upstream));
      lines.add(line);
      Thread.startVirtualThread(() -> line.pump(from, line.to, requests));
      line.pump(line.to, from, answers);
    } catch (IOException refused) {
      close(from);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  @Override
  public void close() throws IOException {
    shut();
  }

  /// One connection.
  final class Line {
    private final Socket from;
    private final Socket to;
    private final AtomicBoolean repeated = new AtomicBoolean();
    private volatile long heldUntil = System.nanoTime();

    Line(Socket from, Socket to) {
      this.from = from;
      this.to = to;
    }

    Wire wire() {
      return Wire.this;
    }

    void cut() {
      lines.remove(this);
      Wire.close(from);
      Wire.close(to);
    }

    /// What goes by now goes on after this time, and nothing before it.
    void hold(Duration time) {
      heldUntil = System.nanoTime() + time.toNanos();
    }

    /// What goes by now goes by twice.
    void repeat() {
      repeated.set(true);
    }

    private void awaitRelease() throws IOException {
      try {
        TimeUnit.NANOSECONDS.sleep(heldUntil - System.nanoTime());
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private void pump(Socket source, Socket sink, Watch watch) {
      byte[] bytes = new byte[64 << 10];
      try {
        InputStream in = source.getInputStream();
        OutputStream out = sink.getOutputStream();
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          watch.see(this, bytes, count);
          awaitRelease();
          out.write(bytes, 0, count);
          if (repeated.getAndSet(false)) {
            out.write(bytes, 0, count);
          }
        }
      } catch (IOException broken) {
        // as the other side is about to learn
      } finally {
        cut();
      }
    }
  }
}
