// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a server that answers as `docs/reference/reports.md` has it.
class RegradeCommandTest {
  private static final String ADA =
      """
      {"run": "r1", "submission": "s1", "label": "ada\\u001b[1m", "before": {"score": 100, "max": 100},
       "after": {"score": 95, "max": 100}, "difference": -5, "needsAnotherRun": false,
       "moves": [{"check": "alias-gone", "title": "No alias", "before": 5, "after": 0, "reason": "PDE 768 is there."}]}
      """;
  private static final String BOB =
      """
      {"run": "r2", "submission": "s2", "label": "bob",
       "after": {"score": 7, "max": 100}, "difference": 7, "needsAnotherRun": false,
       "moves": [{"check": "alias-gone", "title": "No alias", "before": null, "after": 7, "reason": "Nothing is there."}]}
      """;
  private static final String EVE =
      """
      {"run": "r3", "submission": "s3", "label": "eve", "before": {"score": 50, "max": 100},
       "after": {"score": 0, "max": 100}, "difference": -50, "needsAnotherRun": true,
       "moves": [{"check": "alias-gone", "title": "No alias", "before": 5, "after": 0, "reason": "Not recorded."}]}
      """;

  private final List<String> asked = new ArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/assignments/memory-manager/regrade",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getQuery());
            byte[] body = answers.remove().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body[2] == 'c' ? 403 : 200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whoMovesAndByWhichCheckIsShownAndNothingIsPublished() {
    answers.add(report(true, "", ADA, BOB, EVE));

    assertThat(regrade()).isEqualTo(1);
    assertThat(asked).containsExactly("POST scope=latest&dry=true");
    assertThat(out.toString())
        .contains(
            "100 / 100 -> 95 / 100      -5  ada·[1m  (run r1)\n",
            "alias-gone: 5 -> 0. PDE 768 is there.\n",
            "        - -> 7 / 100       +7  bob  (run r2)\n",
            "alias-gone: - -> 7. Nothing is there.\n",
            " 50 / 100 -> ?                 eve  (run r3)\n",
            "    2 by alias-gone (+2): No alias\n",
            "memory-manager, version v2: 9 looked at, 2 move, 1 need another run.\n")
        .endsWith("Nothing has changed. The same with --publish lets it count.\n")
        .doesNotContain("Not recorded.");
  }

  @Test
  void onlyWhoSaysSoPublishes() {
    answers.add(report(false, "\"r9\"", ADA, EVE));
    assertThat(regrade("--which", "all", "--publish", "--reason", "RAM & ROM")).isZero();
    assertThat(asked).containsExactly("POST scope=all&dry=false&reason=RAM & ROM");
    assertThat(out.toString()).endsWith("Published. Runs made: 1.\n");

    answers.add(report(true, ""));
    assertThat(regrade("--run", "r1", "--output", "json")).as("nobody moves").isZero();
    assertThat(asked).last().isEqualTo("POST scope=one&run=r1&dry=true");
    assertThat(out.toString()).contains("\"looked\":9");
  }

  @Test
  void whatMakesNoSenseIsNotAsked() {
    assertThat(regrade("--which", "best", "--run", "r1")).isEqualTo(2);
    assertThat(regrade("--reason", "because")).isEqualTo(2);
    assertThat(regrade("--which", "some")).isEqualTo(2);
    assertThat(asked).isEmpty();
    assertThat(err.toString()).contains("--run: ", "--reason: ");

    answers.add("{\"code\":\"INSTRUCTORS_ONLY\",\"detail\":\"Show the secret.\"}");
    assertThat(regrade()).isEqualTo(3);
    assertThat(err.toString()).contains("INSTRUCTORS_ONLY: Show the secret.");
  }

  private int regrade(String... more) {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    return LabCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(
                    Stream.of("regrade", "memory-manager", "--server", address), Stream.of(more))
                .toArray(String[]::new));
  }

  private static String report(boolean dry, String queued, String... runs) {
    return """
        {"assignment": "memory-manager", "version": "v2", "dry": %s, "looked": 9, "moved": 3,
         "runs": [%s], "queued": [%s]}
        """
        .formatted(dry, String.join(",", runs), queued);
  }
}
