// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A runner as only the wire knows it: plain sockets, and whatever a test wants to be sent.
final class FakeRunner implements AutoCloseable {
  /// Writes the body of the answer to `POST /runs`; the connection closes when it returns.
  @FunctionalInterface
  interface Script {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private static final byte[] NEW_LINE = {'\n'};

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch leftBehind = new CountDownLatch(1);
  volatile String status =
      "{\"version\":\"t\",\"protocol\":2,\"instance\":\"%s\",\"capacity\":4,\"running\":0,\"draining\":false}"
          .formatted(server.getLocalPort());
  volatile String refusal = "";
  volatile Script script = out -> {};

  FakeRunner() throws IOException {
    Thread.startVirtualThread(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
              return;
            }
          }
        });
  }

  /// @param events as JSON in single quotes, to be numbered; or empty lines, which are not
  void says(String... events) {
    script =
        out -> {
          int sequence = 0;
          for (String event : events) {
            out.write(event.isEmpty() ? NEW_LINE : line(sequence++, event));
          }
        };
  }

  static byte[] line(long sequence, String event) {
    return "{\"sequence\":%d,\"event\":%s}\n"
        .formatted(sequence, event.replace('\'', '"'))
        .getBytes(StandardCharsets.UTF_8);
  }

  URI url() {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  /// Method, path and body of the next request that was not for the status.
  String awaitRequest() throws InterruptedException {
    String request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  int waitingRequests() {
    return requests.size();
  }

  /// Waits until somebody hung up while an answer was being written.
  void awaitHangUp() throws InterruptedException {
    if (!leftBehind.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("the connection is still open");
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = readHead(in);
      String line = head.lines().findFirst().orElse("");
      byte[] body = in.readNBytes(contentLength(head));
      OutputStream out = socket.getOutputStream();
      if (line.startsWith("GET /status ")) {
        answer(out, "200 OK", "application/json", status);
        return;
      }
      requests.add(head + new String(body, StandardCharsets.ISO_8859_1));
      if (!line.startsWith("POST /runs ")) {
        answer(out, "202 Accepted", "text/plain", "");
      } else if (!refusal.isEmpty()) {
        answer(out, "503 Service Unavailable", "application/problem+json", problem());
      } else {
        answer(out, "200 OK", "application/x-ndjson", "\n");
        script.write(out);
      }
    } catch (IOException e) {
      leftBehind.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String problem() {
    return "{\"code\":\"" + refusal + "\",\"detail\":\"refused by the test\"}";
  }

  private static void answer(OutputStream out, String status, String type, String body)
      throws IOException {
    out.write(
        ("HTTP/1.1 "
                + status
                + "\r\nConnection: close\r\nContent-Type: "
                + type
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no whole request came");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
