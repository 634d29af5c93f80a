// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.protocol.wire.RunnerProtocol;
import dev.kernellab.protocol.wire.RunnerRefusal;
import dev.kernellab.protocol.wire.RunnerStatus;
import dev.kernellab.protocol.wire.WireJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The calls that a runner answers (`docs/reference/runner.md`). Blocking, each with a limit to its
/// time and to what is read of an answer.
final class RunnerClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /// The submitted file travels in this time.
  private static final Duration UPLOAD = Duration.ofSeconds(30);

  private static final int LONGEST_ANSWER = 16 << 10;

  private final String secret;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  RunnerClient(String secret) {
    this.secret = secret;
  }

  /// What became of a request.
  ///
  /// @param <T> what is there when it was granted
  sealed interface Answer<T> {
    record Granted<T>(T value) implements Answer<T> {}

    /// @param code empty when the runner gave none that we know
    /// @param detail of the runner's, fit to be logged
    record Refused<T>(Optional<RunnerRefusal> code, String detail) implements Answer<T> {}

    /// No connection: nothing has been asked of it.
    record Unreachable<T>(String reason) implements Answer<T> {}
  }

  Answer<RunnerStatus> status(URI runner) throws IOException, InterruptedException {
    HttpRequest request = request(runner, "/status").timeout(ANSWER).GET().build();
    return switch (send(request)) {
      case Answer.Granted<InputStream>(InputStream body) -> new Answer.Granted<>(status(body));
      case Answer.Refused<InputStream>(var code, var detail) -> new Answer.Refused<>(code, detail);
      case Answer.Unreachable<InputStream>(var reason) -> new Answer.Unreachable<>(reason);
    };
  }

  private static RunnerStatus status(InputStream body) throws IOException {
    try (body) {
      return WireJson.status(body.readNBytes(LONGEST_ANSWER));
    } catch (IllegalArgumentException e) {
      throw new IOException("it gave a status that is none, " + e.getMessage(), e);
    }
  }

  /// Starts a run; the body is its events and, while it is open, its lease.
  ///
  /// @throws IOException when it is not known whether the run was started
  Answer<InputStream> open(URI runner, RunRequest request, Path kernel)
      throws IOException, InterruptedException {
    String boundary = "kernel-lab-" + UUID.randomUUID();
    return send(
        request(runner, "/runs")
            .timeout(UPLOAD)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(form(boundary, request, kernel))
            .build());
  }

  private static BodyPublisher form(String boundary, RunRequest request, Path kernel)
      throws FileNotFoundException {
    String field =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: %s\r\n\r\n";
    return BodyPublishers.concat(
        BodyPublishers.ofString(
            field.formatted(boundary, RunnerProtocol.REQUEST_PART, "", "application/json")
                + WireJson.text(request)
                + "\r\n"
                + field.formatted(
                    boundary,
                    RunnerProtocol.KERNEL_PART,
                    "; filename=\"kernel\"",
                    "application/octet-stream")),
        BodyPublishers.ofFile(kernel),
        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
  }

  void tell(URI runner, RunRequest run, RunWish wish) throws IOException, InterruptedException {
    tell(json(runner, path(run) + "/wishes", WireJson.text(wish)));
  }

  /// @throws IOException when it gave no answer, or one that is none
  RunAnswer ask(URI runner, RunRequest run, RunQuestion question)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        json(runner, path(run) + "/questions", WireJson.text(question)).timeout(ANSWER);
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("it answered with status " + response.statusCode());
      }
      return WireJson.answer(body.readNBytes(RunnerProtocol.LONGEST_ANSWER));
    } catch (IllegalArgumentException e) {
      throw new IOException("it gave an answer that is none, " + e.getMessage(), e);
    }
  }

  private HttpRequest.Builder json(URI runner, String path, String text) {
    return request(runner, path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(text));
  }

  void cancel(URI runner, RunRequest run) throws IOException, InterruptedException {
    tell(request(runner, path(run)).DELETE());
  }

  private static String path(RunRequest run) {
    return "/runs/" + run.run() + "/" + run.attempt();
  }

  private void tell(HttpRequest.Builder request) throws IOException, InterruptedException {
    http.send(request.timeout(ANSWER).build(), BodyHandlers.discarding());
  }

  private HttpRequest.Builder request(URI runner, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(runner.resolve(path))
            .header(RunnerProtocol.VERSION_HEADER, Integer.toString(RunnerProtocol.VERSION));
    return secret.isEmpty() ? request : request.header("Authorization", "Bearer " + secret);
  }

  private Answer<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response;
    try {
      response = http.send(request, BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Answer.Unreachable<>("cannot be reached, " + e.getClass().getSimpleName());
    }
    if (response.statusCode() == 200) {
      return new Answer.Granted<>(response.body());
    }
    try (InputStream body = response.body()) {
      return refused(response.statusCode(), body.readNBytes(LONGEST_ANSWER));
    }
  }

  private static Answer<InputStream> refused(int status, byte[] problem) {
    try {
      JsonNode json = JsonMapper.shared().readTree(problem);
      Optional<RunnerRefusal> code =
          Arrays.stream(RunnerRefusal.values())
              .filter(it -> it.name().equals(json.path("code").asString("")))
              .findAny();
      return new Answer.Refused<>(code, printable(json.path("detail").asString("")));
    } catch (JacksonException e) {
      return new Answer.Refused<>(Optional.empty(), "answered with status " + status);
    }
  }

  private static String printable(String text) {
    String shown = text.replaceAll("[^ -~]", "?");
    return shown.length() <= 500 ? shown : shown.substring(0, 500) + "...";
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
