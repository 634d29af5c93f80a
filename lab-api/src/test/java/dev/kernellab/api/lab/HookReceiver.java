// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Takes messages, or answers what it is told to; a redirect leads back here.
public final class HookReceiver implements AutoCloseable {
  /// One as it came.
  public record Received(String id, String timestamp, String signature, String body) {}

  private final HttpServer server;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  private HookReceiver(HttpServer server) {
    this.server = server;
  }

  /// @param answers status codes of the first answers; 204 from then on
  public static HookReceiver start(Integer... answers) throws IOException {
    return at(0, answers);
  }

  /// @param port 0: any that is free
  public static HookReceiver at(int port, Integer... answers) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var receiver = new HookReceiver(HttpServer.create(address, 0));
    receiver.answers.addAll(List.of(answers));
    HttpServer server = receiver.server;
    server.createContext("/", receiver::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return receiver;
  }

  public URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/marks?course=os");
  }

  public Received next() throws InterruptedException {
    Received next = received.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no message came");
    }
    return next;
  }

  /// How many came that nobody asked for.
  public int left() {
    return received.size();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("location", "/elsewhere");
      exchange.sendResponseHeaders(answer(), -1);
      received.add(
          new Received(
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature"),
              body));
    }
  }

  private synchronized int answer() {
    Integer answer = answers.poll();
    return answer == null ? 204 : answer;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
