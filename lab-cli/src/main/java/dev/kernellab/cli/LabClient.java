// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.runner.archive.GivenFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lab's REST interface, as far as a terminal needs it.
public final class LabClient {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public LabClient(URI server) {
    this.server = server;
  }

  /// Where a person can look at the run.
  URI page(String run) {
    return server.resolve("runs/" + run);
  }

  /// Uploads; gives the new run's id.
  String submit(Upload upload) {
    return submission(upload, UUID.randomUUID().toString()).path("run").path("id").asString();
  }

  /// Uploads; the same key again gives what was made the first time.
  ///
  /// @return the submission, its newest run in it
  /// @throws LabRefusal when the lab does not want that file
  public JsonNode submission(Upload upload, String key) {
    return json(
        upload.to(server).header("Idempotency-Key", key).timeout(Duration.ofMinutes(2)).build());
  }

  /// Waits until the lab answers anything but that it is not ready, or not there behind its proxy.
  public boolean isBackWithin(Duration patience) {
    long givenUpAt = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < givenUpAt && !Thread.currentThread().isInterrupted()) {
      try {
        HttpRequest request = get("actuator/health/readiness");
        if (!isAway(exchange(request, BodyHandlers.discarding()).statusCode())) {
          return true;
        }
      } catch (IOException away) {
        // not yet
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    return false;
  }

  private static boolean isAway(int status) {
    return status >= 502 && status <= 504;
  }

  /// Runs a submission again.
  ///
  /// @return the new run
  public JsonNode runAgain(String submission) {
    return json(
        HttpRequest.newBuilder(server.resolve("api/v1/submissions/" + submission + "/runs"))
            .POST(BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(30))
            .build());
  }

  public JsonNode run(String run) {
    return json(get("api/v1/runs/" + run));
  }

  public JsonNode submission(String id) {
    return json(get("api/v1/submissions/" + id));
  }

  /// Over all machines that the submission was run on.
  public JsonNode jointVerdict(String submission) {
    return json(get("api/v1/submissions/" + submission + "/verdict"));
  }

  public JsonNode verdict(String run) {
    return json(get("api/v1/runs/" + run + "/verdict"));
  }

  /// As students may see it.
  public JsonNode assignment(String slug) {
    return json(get("api/v1/assignments/" + segment(slug)));
  }

  /// Shows the instructors' secret.
  public JsonNode publish(String slug, String assignment, String profile, GivenFiles given) {
    String boundary = "kernel-lab-" + UUID.randomUUID();
    var form = new ByteArrayOutputStream();
    Upload.file(
        form, boundary, new Upload.Extra("assignment", "assignment.yml", bytes(assignment)));
    Upload.file(form, boundary, new Upload.Extra("profile", "profile.yml", bytes(profile)));
    if (!given.isEmpty()) {
      Upload.file(form, boundary, new Upload.Extra("overwrite", "given.tar.gz", given.packed()));
    }
    Upload.text(form, "--" + boundary + "--\r\n");
    return json(
        asInstructor(HttpRequest.newBuilder(server.resolve("api/v1/assignments/" + segment(slug))))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .timeout(Duration.ofSeconds(30))
            .PUT(BodyPublishers.ofByteArray(form.toByteArray()))
            .build());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  JsonNode comparison(String first, String second) {
    return json(get("api/v1/runs/" + segment(first) + "/compare/" + segment(second)));
  }

  JsonNode gradebook(String assignment, String which) {
    return json(get(gradebookPath(assignment, which)));
  }

  String gradebookCsv(String assignment, String which) {
    return text(get(gradebookPath(assignment, which) + "&format=csv"));
  }

  /// Shows the instructors' secret. Takes as long as a class is large.
  ///
  /// @param query what to look at, and whether it counts
  JsonNode regrade(String assignment, String query) {
    String path = "api/v1/assignments/" + segment(assignment) + "/regrade?" + query;
    return json(
        asInstructor(HttpRequest.newBuilder(server.resolve(path)))
            .timeout(Duration.ofMinutes(10))
            .POST(BodyPublishers.noBody())
            .build());
  }

  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String gradebookPath(String assignment, String which) {
    return "api/v1/assignments/" + segment(assignment) + "/gradebook?which=" + which;
  }

  /// The service's figures in Prometheus' text form.
  String metrics() throws IOException {
    HttpRequest request = HttpRequest.newBuilder(server.resolve("actuator/prometheus")).build();
    return exchange(request, BodyHandlers.ofString()).body();
  }

  /// Opens the stream of events after number `lastEvent`.
  InputStream events(String run, long lastEvent) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("api/v1/runs/" + run + "/events"))
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", Long.toString(lastEvent))
            .build();
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw problem(
          response.statusCode(),
          new String(response.body().readNBytes(65536), StandardCharsets.UTF_8));
    }
    return response.body();
  }

  private HttpRequest get(String path) {
    return asInstructor(HttpRequest.newBuilder(server.resolve(path)))
        .header("Accept", "application/json")
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  /// Whoever has the secret in the environment shows it.
  private static HttpRequest.Builder asInstructor(HttpRequest.Builder request) {
    String secret = System.getenv().getOrDefault("LAB_INSTRUCTOR_SECRET", "").strip();
    return secret.isEmpty() ? request : request.header("Authorization", "Bearer " + secret);
  }

  private JsonNode json(HttpRequest request) {
    try {
      return JSON.readTree(text(request));
    } catch (JacksonException e) {
      throw new LabProblem(server + " answers, but not as a lab does. Is it the right address?", e);
    }
  }

  private String text(HttpRequest request) {
    try {
      HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw problem(response.statusCode(), response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new LabProblem(
          "The lab at "
              + server
              + " does not answer ("
              + e.getClass().getSimpleName()
              + "). Start one with ./lab up, or name another with --server.",
          e);
    }
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    try {
      return http.send(request, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabProblem("Interrupted while talking to the lab.", e);
    }
  }

  private static LabProblem problem(int status, String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String code = problem.path("code").asString("");
      String detail = problem.path("detail").asString("");
      if (!code.isEmpty()) {
        return LabRefusal.is(status, code)
            ? new LabRefusal(Printable.of(code), Printable.of(detail))
            : new LabProblem(Printable.of(code + ": " + detail));
      }
    } catch (JacksonException notAProblem) {
      return unexplained(status);
    }
    return unexplained(status);
  }

  /// Such answers come from what stands before a lab, or from a lab of another kind.
  private static LabProblem unexplained(int status) {
    boolean passes = status == 429 || isAway(status);
    return new LabProblem(
        "The lab answered "
            + status
            + " and nothing that explains it."
            + (passes ? " It may be busy: try again in a minute." : ""));
  }
}
