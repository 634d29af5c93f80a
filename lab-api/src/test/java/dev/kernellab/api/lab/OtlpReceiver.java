// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;

/// Takes traces by OTLP over HTTP, as its protocol buffers define them.
public final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new ArrayList<>();
  private final List<String> services = new ArrayList<>();

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  public static OtlpReceiver start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var receiver = new OtlpReceiver(server);
    server.createContext("/v1/traces", receiver::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return receiver;
  }

  public URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private synchronized void add(ExportTraceServiceRequest request) {
    for (ResourceSpans resource : request.getResourceSpansList()) {
      resource.getResource().getAttributesList().stream()
          .filter(it -> it.getKey().equals("service.name"))
          .forEach(it -> services.add(it.getValue().getStringValue()));
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        spans.addAll(scope.getSpansList());
      }
    }
    notifyAll();
  }

  /// Waits until the trace has a root and the run's end, which is sent last.
  public synchronized List<Span> awaitTrace(String id) throws InterruptedException {
    while (true) {
      List<Span> found =
          spans.stream()
              .filter(it -> HexFormat.of().formatHex(it.getTraceId().toByteArray()).equals(id))
              .toList();
      if (found.stream().anyMatch(it -> it.getParentSpanId().isEmpty())
          && found.stream().anyMatch(it -> it.getName().equals("run"))) {
        return found;
      }
      wait();
    }
  }

  public synchronized List<String> services() {
    return List.copyOf(services);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
