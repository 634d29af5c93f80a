// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Exit codes and words, against a server that answers from a script over real HTTP.
class LabCommandTest {
  private final Deque<String> streams = new ArrayDeque<>();
  private final Deque<String> resumedAt = new ArrayDeque<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private volatile String checks = check("PASSED", 10, 10);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/runs/r1",
        exchange ->
            answer(exchange, 200, "{\"id\":\"r1\",\"state\":\"RUNNING\",\"submission\":\"s1\"}"));
    server.createContext("/api/v1/runs/r1/events", this::stream);
    server.createContext(
        "/api/v1/runs/r1/verdict",
        exchange ->
            answer(
                exchange,
                200,
                "{\"score\":1,\"max\":1,\"assignment\":\"a1\",\"checks\":[" + checks + "]}"));
    server.createContext(
        "/api/v1/runs/gone",
        exchange ->
            answer(
                exchange, 404, "{\"code\":\"RUN_UNKNOWN\",\"detail\":\"There is no run gone.\"}"));
    server.createContext(
        "/api/v1/runs/r1/compare/r2",
        exchange -> answer(exchange, 200, "{\"differences\":[{\"message\":\"PDE \\u001B[1m5\"}]}"));
    server.createContext(
        "/api/v1/assignments/a1/gradebook",
        exchange ->
            answer(exchange, 200, "{\"rows\":[{\"label\":\"ada\",\"score\":7,\"max\":9}]}"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void everythingThatIsAskedIsZero() {
    streams.add(ended(1, "COMPLETED"));
    assertThat(watch("r1")).isEqualTo(0);
  }

  @Test
  void aLostPointIsOne() {
    streams.add(ended(1, "KERNEL_FAULT"));
    checks = check("FAILED", 0, 10);
    assertThat(watch("r1")).isEqualTo(1);
  }

  @Test
  void whatComesOnTopMakesUpForNothingAndIsAskedOfNobody() {
    streams.add(ended(1, "COMPLETED"));
    checks = check("FAILED", 0, 10) + "," + check("PASSED", 30, 0);
    assertThat(watch("r1")).isEqualTo(1);

    streams.add(ended(1, "COMPLETED"));
    checks = check("PASSED", 10, 10) + "," + check("FAILED", 0, 0);
    assertThat(watch("r1")).isEqualTo(0);
  }

  @Test
  void aLabFaultIsThreeWhateverTheScore() {
    streams.add(ended(1, "LAB_FAULT"));
    assertThat(watch("r1")).isEqualTo(3);
  }

  @Test
  void anUnknownOptionIsTwo() {
    assertThat(command("watch", "--sever", "x", "r1")).isEqualTo(2);
  }

  /// As where a job's variable is not set.
  @ParameterizedTest
  @ValueSource(
      strings = {"", "lab", "localhost:8080", "ftp://lab", "http://", "http:///runs", "a b"})
  void whatIsNoAddressIsTwo(String server) {
    assertThat(command("watch", "--server", server, "r1")).isEqualTo(2);
    assertThat(err.toString()).contains("--server: expected something like", "got \"" + server);
  }

  @Test
  void anUnknownRunIsThreeAndTheLabsOwnWords() {
    assertThat(watch("gone")).isEqualTo(3);
    assertThat(err.toString()).contains("RUN_UNKNOWN: There is no run gone.");
  }

  @Test
  void noLabIsThreeAndSaysHowToStartOne() {
    server.stop(0);
    assertThat(watch("r1")).isEqualTo(3);
    assertThat(err.toString()).contains("./lab up");
  }

  @Test
  void aBrokenStreamIsTakenUpAfterTheLastEvent() {
    streams.add("id:1\nevent:serial\ndata:{\"text\":\"one\\r\\n\"}\n\nid:2\nevent:ser");
    streams.add("id:2\nevent:serial\ndata:{\"text\":\"two\\r\\n\"}\n\n" + ended(3, "COMPLETED"));
    assertThat(watch("r1")).isEqualTo(0);
    assertThat(resumedAt).containsExactly("0", "1");
    assertThat(out.toString()).contains("one\ntwo\n");
  }

  @Test
  void whatTheLabDoesNotTakeIsOneAndALabThatCannotIsThree(@TempDir Path folder) throws IOException {
    Path kernel = Files.writeString(folder.resolve("kernel.elf"), "any");

    assertThat(submit(kernel, 409, "DEADLINE_PASSED")).isEqualTo(1);
    assertThat(err.toString()).contains("Not taken. DEADLINE_PASSED: Because.");
    assertThat(submit(kernel, 409, "ATTEMPTS_USED")).isEqualTo(1);
    assertThat(submit(kernel, 422, "ARCHIVE_CORRUPT")).isEqualTo(1);
    assertThat(submit(kernel, 409, "IDEMPOTENCY_KEY_REUSED")).isEqualTo(3);
    assertThat(submit(kernel, 429, "INPUT_TOO_FAST")).isEqualTo(3);
    assertThat(submit(kernel, 503, "STORAGE_UNAVAILABLE")).isEqualTo(3);
  }

  @Test
  void whatComesLateIsToldSoAndWhatComesOnTopHasAPlus(@TempDir Path folder) throws IOException {
    Path kernel = Files.writeString(folder.resolve("kernel.elf"), "any");
    server.createContext(
        "/api/v1/submissions", exchange -> answer(exchange, 201, "{\"run\":{\"id\":\"r1\"}}"));
    server.createContext(
        "/api/v1/submissions/s1",
        exchange -> answer(exchange, 200, "{\"runs\":[{\"id\":\"r1\"}],\"percentKept\":80}"));
    streams.add(
        "id:1\nevent:verdict\ndata:{\"score\":9,\"max\":5,\"checks\":["
            + "{\"status\":\"PASSED\",\"points\":5,\"max\":5,\"title\":\"Asked\"},"
            + "{\"status\":\"PASSED\",\"points\":4,\"max\":0,\"title\":\"On top\"}]}\n\n"
            + ended(2, "COMPLETED"));

    assertThat(command("submit", "--server", address(), kernel.toString())).isZero();
    assertThat(out.toString())
        .contains("✔     5/5   Asked", "✔    +4     On top")
        .endsWith("Handed in late: 80 % of these points count.\n");
  }

  private int submit(Path kernel, int status, String code) {
    server.createContext(
        "/api/v1/submissions",
        exchange ->
            answer(exchange, status, "{\"code\":\"" + code + "\",\"detail\":\"Because.\"}"));
    try {
      return command("submit", "--server", address(), kernel.toString());
    } finally {
      server.removeContext("/api/v1/submissions");
    }
  }

  @Test
  void runsThatDifferAreOneAndSayWhere() {
    assertThat(command("compare", "--server", address(), "r1", "r2")).isEqualTo(1);
    assertThat(out.toString()).contains("PDE ·[1m5");
  }

  @Test
  void theGradebookIsATableForPeopleAndJsonForPrograms() {
    assertThat(command("gradebook", "--server", address(), "a1")).isEqualTo(0);
    assertThat(out.toString()).contains("7 / 9  ada");
    command("gradebook", "--server", address(), "--output", "json", "a1");
    assertThat(out.toString()).contains("{\"rows\":[{\"label\":\"ada\"");
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private int watch(String run) {
    return command("watch", "--server", address(), run);
  }

  private int command(String... arguments) {
    CommandLine command =
        LabCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private void stream(HttpExchange exchange) throws IOException {
    resumedAt.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    answer(exchange, 200, streams.remove());
  }

  private static String ended(int id, String kind) {
    return "id:%d\nevent:ended\ndata:{\"outcome\":{\"kind\":\"%s\"},\"verdict\":{\"score\":1,\"max\":1}}\n\n"
        .formatted(id, kind);
  }

  private static String check(String status, int points, int max) {
    return "{\"id\":\"c\",\"title\":\"C\",\"points\":%d,\"max\":%d,\"status\":\"%s\",\"message\":\"\"}"
        .formatted(points, max, status);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
