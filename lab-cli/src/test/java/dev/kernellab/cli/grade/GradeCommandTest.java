// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentJson;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// A class graded by a lab that answers from a script over real HTTP: `ada` has a run that the lab
/// fails, and a second that is graded; `bob`'s file is refused.
class GradeCommandTest {
  private static final Assignment ASSIGNMENT =
      AssignmentFolder.read(Path.of("../assignments/memory-manager")).assignment();

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private volatile int busy;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("ada.elf"), "ada");
    Files.writeString(folder.resolve("bob.zip"), "bob");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theLabsFailureIsRepeatedAndARefusedFileIsWorthNothing() throws IOException {
    Path junit = folder.resolve("junit.xml");

    int code =
        grade(
            "--junit",
            junit.toString(),
            "--output",
            "json",
            folder.resolve("ada.elf").toString(),
            folder.resolve("bob.zip").toString());

    assertThat(code).isEqualTo(1);
    var report = JsonMapper.shared().readTree(out.toString());
    assertThat(report.at("/results/0/run").asString()).isEqualTo("r2");
    assertThat(report.at("/results/0/status").asString()).isEqualTo("FAILED");
    assertThat(report.at("/results/1/outcome/code").asString()).isEqualTo("ARCHIVE_CORRUPT");
    assertThat(report.at("/summary/labFaults").asInt()).isZero();
    assertThat(asked).filteredOn(it -> it.equals("POST /api/v1/submissions/s1/runs")).hasSize(1);
    assertThat(junit).content().contains("<testsuite name=\"ada\"", "<testsuite name=\"bob\"");
    assertThat(err.toString()).contains("/2] bob: 0 / 100");
  }

  /// So that an interrupted command can be called again, and no attempt is used up by it.
  @Test
  void theSameFileIsHandedInOnceHoweverOften() throws IOException {
    Path ada = folder.resolve("ada.elf");
    grade(ada.toString());
    grade(ada.toString());
    assertThat(Set.copyOf(keys)).hasSize(1);

    Files.writeString(ada, "ada, mended");
    grade(ada.toString());
    assertThat(Set.copyOf(keys)).hasSize(2);
  }

  @Test
  void whatComesTooLateHasNoMarkAndABusyLabIsThree() throws IOException {
    Path late = Files.writeString(folder.resolve("late.elf"), "late");

    assertThat(grade("--output", "json", late.toString())).isEqualTo(1);
    var report = JsonMapper.shared().readTree(out.toString());
    assertThat(report.at("/results/0/status").asString()).isEqualTo("NOT_TAKEN");
    assertThat(report.at("/results/0/verdict").isMissingNode()).isTrue();
    assertThat(report.at("/summary/notTaken").asInt()).isEqualTo(1);

    for (int status : new int[] {429, 503}) {
      busy = status;
      Path junit = folder.resolve("busy.xml");
      assertThat(grade("--junit", junit.toString(), late.toString())).isEqualTo(3);
      assertThat(junit).content().contains("type=\"LAB_FAULT\"").doesNotContain("<failure");
      assertThat(err.toString()).contains("answered " + status, "try again in a minute");
    }
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(grade()).isEqualTo(2);
    assertThat(grade("--output", "xml", folder.toString())).isEqualTo(2);
    assertThat(grade("--jobs", "0", folder.toString())).isEqualTo(2);
    assertThat(grade(folder.resolve("gone").toString())).isEqualTo(2);
    assertThat(grade("--local", "--assignment", "gone", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--assignment: neither gone nor");
  }

  @Test
  void noLabIsThreeAtOnce() {
    server.stop(0);
    assertThat(grade(folder.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("./lab up").doesNotContain("ada");
  }

  private int grade(String... arguments) {
    var all = new ArrayList<String>(List.of("--server", address()));
    all.addAll(List.of(arguments));
    return new CommandLine(new GradeCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(failure.getMessage());
              assertThat(failure).isInstanceOfAny(UsageProblem.class, LabProblem.class);
              return failure instanceof UsageProblem ? 2 : 3;
            })
        .execute(all.toArray(String[]::new));
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    asked.add(call);
    switch (call) {
      case "GET /api/v1/assignments/memory-manager" ->
          answer(exchange, 200, AssignmentJson.write(ASSIGNMENT));
      case "POST /api/v1/submissions" -> {
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        if (busy != 0) {
          answer(exchange, busy, "Slow down.");
          return;
        }
        if (body.contains("\r\nlate\r\n--")) {
          answer(exchange, 409, "{\"code\":\"DEADLINE_PASSED\",\"detail\":\"It was due.\"}");
          return;
        }
        boolean again = Collections.frequency(asked, "GET /api/v1/runs/r1/events") > 0;
        if (body.contains("filename=\"kernel\"") && body.contains("\r\nbob\r\n--")) {
          answer(exchange, 422, "{\"code\":\"ARCHIVE_CORRUPT\",\"detail\":\"Pack it again.\"}");
        } else {
          answer(exchange, 201, submission("r1", again ? "ENDED" : "QUEUED"));
        }
      }
      case "GET /api/v1/runs/r1" ->
          answer(exchange, 200, "{\"outcome\":" + outcome("LAB_FAULT") + "}");
      case "POST /api/v1/submissions/s1/runs" ->
          answer(exchange, 201, "{\"id\":\"r2\",\"state\":\"QUEUED\"}");
      case "GET /api/v1/submissions/s1" -> answer(exchange, 200, submission("r2", "QUEUED"));
      case "GET /api/v1/runs/r1/events" -> answer(exchange, 200, ended("LAB_FAULT"));
      case "GET /api/v1/runs/r2/events" -> answer(exchange, 200, ended("KERNEL_HALTED"));
      case "GET /api/v1/submissions/s1/verdict" -> answer(exchange, 200, verdict());
      default -> answer(exchange, 404, "{}");
    }
  }

  private static String submission(String run, String state) {
    String made = "{\"id\":\"" + run + "\",\"state\":\"" + state + "\"}";
    return "{\"id\":\"s1\",\"run\":" + made + ",\"runs\":[" + made + "]}";
  }

  private static String outcome(String kind) {
    return "{\"kind\":\"" + kind + "\",\"code\":\"X\",\"message\":\"It was so.\"}";
  }

  private static String ended(String kind) {
    return "id:1\nevent:ended\ndata:{\"outcome\":" + outcome(kind) + "}\n\n";
  }

  private static String verdict() {
    var grade = LocalLab.rejected(ASSIGNMENT, new SubmissionRejectedException("X", "Not so."));
    return JsonMapper.shared().writeValueAsString(grade.verdict());
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
