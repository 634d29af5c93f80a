// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Remembers what runners were asked to do, byte for byte, so that it can be asked again.
final class RunRequests implements Wire.Watch {
  private static final byte[] START = "POST /runs ".getBytes(StandardCharsets.ISO_8859_1);
  private static final int REMEMBERED = 40;

  private final Map<Wire.Line, ByteArrayOutputStream> last = new ConcurrentHashMap<>();
  private final Queue<byte[]> all = new ConcurrentLinkedQueue<>();

  /// A client of one connection at a time sends a request's first bytes by themselves.
  @Override
  public void see(Wire.Line line, byte[] bytes, int count) {
    boolean starts =
        count >= START.length && Arrays.equals(bytes, 0, START.length, START, 0, START.length);
    if (starts) {
      ByteArrayOutputStream before = last.put(line, new ByteArrayOutputStream());
      remember(before);
    }
    ByteArrayOutputStream current = last.get(line);
    if (current != null) {
      current.write(bytes, 0, count);
    }
  }

  private void remember(ByteArrayOutputStream before) {
    if (before != null && all.size() < REMEMBERED) {
      all.add(before.toByteArray());
    }
  }

  /// What was last asked over this connection, as far as it has been sent.
  byte[] lastOf(Wire.Line line) {
    ByteArrayOutputStream request = last.get(line);
    return request == null ? new byte[0] : request.toByteArray();
  }

  /// One of the first there were.
  byte[] ofLongAgo(int choice) {
    return all.stream().skip(choice % Math.max(1, all.size())).findFirst().orElse(new byte[0]);
  }

  /// Sends it to a runner once more, and takes the answer for nobody.
  ///
  /// @return how the answer begins
  static String send(byte[] request, int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) Duration.ofSeconds(3).toMillis());
      socket.getOutputStream().write(request);
      byte[] start = socket.getInputStream().readNBytes(12);
      return new String(start, StandardCharsets.ISO_8859_1);
    }
  }
}
