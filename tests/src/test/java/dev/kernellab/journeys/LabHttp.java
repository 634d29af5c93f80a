// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The REST interface as an outsider meets it: strings, bytes and status codes.
public final class LabHttp {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String BOUNDARY = "journey-boundary";

  /// @param data the event's JSON
  public record Event(long id, String name, JsonNode data) {}

  /// @param code the problem's stable code, empty when the answer is not a problem
  public record Answer(int status, String contentType, byte[] body) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    public String code() {
      return contentType.startsWith("application/problem+json")
          ? json().path("code").asString("")
          : "";
    }
  }

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public LabHttp(URI server) {
    this.server = server;
  }

  public boolean answers(String path) {
    try {
      return get(path).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  public Answer get(String path) throws IOException {
    return send(request(path).GET().build());
  }

  public JsonNode json(String path) throws IOException {
    return get(path).json();
  }

  public Answer post(String path, String text) throws IOException {
    return post(path, "text/plain", text);
  }

  Answer post(String path, String type, String text) throws IOException {
    return send(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(text)).build());
  }

  /// @param partsAndTexts of a multipart body: name, text, name, text …
  Answer put(String path, String secret, String... partsAndTexts) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (int i = 0; i < partsAndTexts.length; i += 2) {
      form.writeBytes(part(partsAndTexts[i], partsAndTexts[i + 1]));
    }
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        request(path)
            .header("Authorization", "Bearer " + secret)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .PUT(BodyPublishers.ofByteArray(form.toByteArray()))
            .build());
  }

  public Answer delete(String path) throws IOException {
    return send(request(path).DELETE().build());
  }

  public Answer submit(byte[] kernel) throws IOException {
    return submit(kernel, "graded");
  }

  public Answer submit(byte[] kernel, String mode) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(part("assignment", "memory-manager"));
    form.writeBytes(part("mode", mode));
    form.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"kernel\"; filename=\"k\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(kernel);
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        request("api/v1/submissions")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(form.toByteArray()))
            .build());
  }

  /// Submits what must be accepted; gives the run's id.
  public String run(byte[] kernel) throws IOException {
    Answer answer = submit(kernel);
    if (answer.status() != 201) {
      throw new AssertionError(
          "expected 201, got "
              + answer.status()
              + ": "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.json().path("run").path("id").asString();
  }

  public List<Event> eventsToTheEnd(String run) throws IOException {
    return events(run, 0, event -> event.name().equals("ended"));
  }

  /// Reads the stream after event `last` up to and with the first event that `enough` accepts.
  public List<Event> events(String run, long last, Predicate<Event> enough) throws IOException {
    List<Event> events = new ArrayList<>();
    boolean came =
        follow(
            run,
            last,
            event -> {
              events.add(event);
              return enough.test(event);
            });
    if (!came) {
      throw new AssertionError("the stream ended before the event awaited; it had " + events);
    }
    return events;
  }

  /// Gives each event after `last` to `enough` as it comes, until that has enough.
  ///
  /// @return false when the stream ended before
  public boolean follow(String run, long last, Predicate<Event> enough) throws IOException {
    HttpRequest request =
        request("api/v1/runs/" + run + "/events")
            .header("Last-Event-ID", Long.toString(last))
            .timeout(Duration.ofSeconds(90))
            .build();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                exchange(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
      long id = 0;
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          id = Long.parseLong(line.substring(3).strip());
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")
            && enough.test(new Event(id, name, JSON.readTree(line.substring(5))))) {
          return true;
        }
      }
    }
    return false;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
  }

  private Answer send(HttpRequest request) throws IOException {
    HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    try {
      return http.send(request, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static byte[] part(String name, String value) {
    return ("--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\""
            + name
            + "\"\r\n\r\n"
            + value
            + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
