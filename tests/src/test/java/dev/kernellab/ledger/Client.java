// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hands in and asks, at any replica, again and again until there is an answer: with the same
/// `Idempotency-Key`, as a client should.
final class Client {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String BOUNDARY = "ledger-boundary";
  private static final Set<String> EXCUSED = Set.of("STORAGE_UNAVAILABLE", "STORAGE_FULL");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<URI> replicas;
  private final AtomicInteger twice = new AtomicInteger();
  final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  Client(List<URI> replicas) {
    this.replicas = replicas;
  }

  /// The next submission is sent to both replicas at once.
  void sendTwice() {
    twice.incrementAndGet();
  }

  boolean hasSentTwice() {
    return twice.get() == 0;
  }

  Ledger.Accepted handIn(Workload.HandIn handIn) throws InterruptedException {
    if (twice.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
      http.sendAsync(submission(replicas.getFirst(), handIn), BodyHandlers.discarding());
    }
    while (true) {
      try {
        JsonNode made = answer(submission(anyReplica(), handIn), 201);
        return new Ledger.Accepted(
            handIn.label(),
            made.path("id").asString(),
            made.path("run").path("id").asString(),
            handIn.mark());
      } catch (IOException again) {
        pause();
      }
    }
  }

  /// Asks until a replica answers.
  JsonNode get(String path) throws InterruptedException {
    while (true) {
      try {
        URI url = anyReplica().resolve(path);
        return answer(HttpRequest.newBuilder(url).timeout(PATIENCE).build(), 200);
      } catch (IOException again) {
        pause();
      }
    }
  }

  private JsonNode answer(HttpRequest request, int wanted)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() == wanted) {
      return JSON.readTree(response.body());
    }
    String said =
        request.method()
            + " "
            + request.uri().getPath()
            + ": "
            + response.statusCode()
            + " "
            + response.body();
    if (response.statusCode() != 503
        || !EXCUSED.contains(JSON.readTree(response.body()).path("code").asString(""))) {
      surprises.add(said);
    }
    throw new IOException(said);
  }

  URI anyReplica() {
    return replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
  }

  /// What a client does that was told to try again.
  static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(50 + ThreadLocalRandom.current().nextInt(200));
  }

  /// One attempt at handing in, whatever comes of it.
  HttpResponse<String> tryToHandIn(Workload.HandIn handIn)
      throws IOException, InterruptedException {
    return http.send(submission(anyReplica(), handIn), BodyHandlers.ofString());
  }

  private static HttpRequest submission(URI replica, Workload.HandIn handIn) {
    return HttpRequest.newBuilder(replica.resolve("api/v1/submissions"))
        .timeout(PATIENCE)
        .header("Idempotency-Key", handIn.label())
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(form(handIn)))
        .build();
  }

  private static byte[] form(Workload.HandIn handIn) {
    var form = new ByteArrayOutputStream();
    String field = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n";
    form.writeBytes(field.formatted("label", "").getBytes(StandardCharsets.UTF_8));
    form.writeBytes((handIn.label() + "\r\n").getBytes(StandardCharsets.UTF_8));
    form.writeBytes(field.formatted("kernel", "; filename=\"k\"").getBytes(StandardCharsets.UTF_8));
    form.writeBytes(handIn.file());
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  HttpClient http() {
    return http;
  }
}
