// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a lab that was away is back.
class LabClientTest {
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/actuator/health/readiness",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(answers.remove(), -1);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aLabThatIsNotReadyOrNotBehindItsProxyIsWaitedFor() {
    answers.addAll(List.of(503, 502, 200));
    assertThat(client().isBackWithin(Duration.ofSeconds(30))).isTrue();
    assertThat(answers).isEmpty();
  }

  @Test
  void oneThatStaysAwayIsGivenUp() {
    answers.add(503);
    assertThat(client().isBackWithin(Duration.ofMillis(100))).isFalse();
    server.stop(0);
    assertThat(client().isBackWithin(Duration.ofMillis(100))).isFalse();
  }

  private LabClient client() {
    return new LabClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }
}
