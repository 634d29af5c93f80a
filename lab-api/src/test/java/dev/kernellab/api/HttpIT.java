// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What holds for every exchange: problems that tell what to do, and who may talk to a lab on a
/// laptop.
@Timeout(60)
class HttpIT {
  @TempDir private static Path home;
  private static Lab lab;

  @BeforeAll
  static void start() {
    lab = Lab.start(home, new ScriptedRunner(), "lab.hosts=lab.example.org");
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/runs/none, 404, RUN_UNKNOWN",
    "GET, /api/v1/runs/none/events, 404, RUN_UNKNOWN",
    "GET, /api/v1/runs/none/snapshots/last/bitmap, 404, RUN_UNKNOWN",
    "DELETE, /api/v1/runs/none, 404, RUN_UNKNOWN",
    "GET, /api/v1/submissions/none, 404, SUBMISSION_UNKNOWN",
    "GET, /api/v1/assignments/none, 404, ASSIGNMENT_UNKNOWN",
    "GET, /api/v1/nothing, 404, ROUTE_UNKNOWN",
    "GET, /nothing.html, 404, ROUTE_UNKNOWN",
    "GET, /actuator/env, 404, ROUTE_UNKNOWN",
    "PUT, /api/v1/runs, 405, METHOD_NOT_ALLOWED",
    "POST, /api/v1/submissions, 415, MEDIA_TYPE_UNSUPPORTED"
  })
  void whatCannotBeAnsweredIsAProblemWithACode(
      String method, String path, int status, String code) {
    HttpResponse<String> response =
        lab.send(lab.request(path).method(method, BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(response.body());
    assertThat(problem.path("code").asString()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(problem.path("type").asString()).isEqualTo("about:blank");
    assertThat(problem.path("detail").asString()).endsWith(".").doesNotContain("Exception");
  }

  @Test
  void anUnreadableNumberOfALastEventIsRefused() {
    String run = lab.submit("a");
    HttpResponse<String> response =
        lab.send(lab.request("/api/v1/runs/" + run + "/events").header("Last-Event-ID", "x"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("LAST_EVENT_ID_INVALID");
  }

  @Test
  void aRequestThatCannotBeReadIsAnsweredWithAProblemToo() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431")
        .contains("application/problem+json", "\"code\":\"REQUEST_HEADER_FIELDS_TOO_LARGE\"");
    assertThat(raw("nonsense\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "LAB.example.org"})
  void answersToItsNames(String host) throws IOException {
    assertThat(raw("GET /api/v1/runs HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80"})
  void doesNotAnswerToNamesThatSomebodyElsePointedHere(String host) throws IOException {
    assertThat(raw("GET /api/v1/runs HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 421")
        .contains("HOST_REFUSED");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /actuator/health/liveness, 10.1.2.3:8080, 200",
    "GET /actuator/prometheus, [fd00::1]:8080, 200",
    "GET /actuator/prometheus, evil.example, 421",
    "GET /actuator/prometheus, 10.1.2.3.evil.example, 421",
    "GET /actuator/prometheus, 10.1.2, 421",
    "GET /actuator, 10.1.2.3, 421",
    "GET /api/v1/runs, 10.1.2.3, 421",
    "GET /actuator/../api/v1/runs, 10.1.2.3, 404",
    "POST /actuator/health, 10.1.2.3, 421"
  })
  void probesMayComeByAddress(String call, String host, int status) throws IOException {
    assertThat(raw(call + " HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, https://evil.example",
    "Origin, null"
  })
  void anotherSitesPageChangesNothing(String header, String value) {
    HttpResponse<String> response =
        lab.send(lab.submissionRequest(Lab.elf("a")).header(header, value));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("CROSS_SITE_REFUSED");
  }

  @ParameterizedTest
  @CsvSource({"Sec-Fetch-Site, same-origin", "Sec-Fetch-Site, none"})
  void theLabsOwnPagesMay(String header, String value) {
    assertThat(lab.send(lab.submissionRequest(Lab.elf("a")).header(header, value)).statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/runs/some-run", "/api/v1/runs", "/api/v1/nothing"})
  void everyAnswerTellsTheBrowserWhatItMustNotDo(String path) {
    var headers = lab.get(path).headers();
    assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self';")
        .contains("frame-ancestors 'none'");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(headers.firstValue("Cache-Control"))
        .hasValue(path.startsWith("/api") ? "no-store" : "no-cache");
  }

  @Test
  void theDashboardHasAPageForEveryRun() {
    assertThat(lab.get("/runs/some-run").body()).isEqualTo(lab.get("/").body()).contains("<html");
    assertThat(lab.get("/").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/html");
    assertThat(lab.send(lab.request("/").HEAD()).statusCode()).isEqualTo(200);
  }

  @Test
  void describesItself() {
    JsonNode description = lab.json("/v3/api-docs");
    assertThat(description.path("paths").propertyNames())
        .contains(
            "/api/v1/submissions",
            "/api/v1/runs/{id}/events",
            "/api/v1/runs/{id}/snapshots/{n}/translate");
  }

  @Test
  void saysHowItIsAndWhatItCosts() {
    lab.eventsAfter(lab.submit("a"), 0);
    assertThat(lab.json("/actuator/health/liveness").path("status").asString()).isEqualTo("UP");
    assertThat(lab.get("/actuator/prometheus").body())
        .contains("lab_run_seconds_count", "lab_outcomes_total{", "lab_queue", "lab_viewers");
  }

  @Test
  void listsItsAssignments() {
    JsonNode items = lab.json("/api/v1/assignments").path("items");
    assertThat(items.path(0).path("slug").asString()).isEqualTo("memory-manager");
    assertThat(lab.json("/api/v1/assignments/memory-manager").path("checks").isArray()).isTrue();
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket("localhost", lab.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
