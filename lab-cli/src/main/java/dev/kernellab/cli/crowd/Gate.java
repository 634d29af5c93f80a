// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.Upload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/// Hands submissions in as a client behind a balancer does: a connection that fails is made at the
/// next replica, with the same key, so that nothing is handed in twice. Whatever the lab itself
/// answers is counted as its answer, even when a second try mends it.
public final class Gate {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration ONE_TRY = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final HttpClient http;
  private final Replicas replicas;
  private final Tally tally;

  public Gate(HttpClient http, Replicas replicas, Tally tally) {
    this.http = http;
    this.replicas = replicas;
    this.tally = tally;
  }

  /// @return the new run's id
  /// @throws LabProblem when it was refused, or nobody took it for a minute
  public String submit(Upload upload) throws InterruptedException {
    String key = UUID.randomUUID().toString();
    long givenUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < givenUpAt) {
      Replica replica = replicas.next();
      HttpRequest request =
          upload.to(replica.url()).header("Idempotency-Key", key).timeout(ONE_TRY).build();
      try {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 201) {
          return JSON.readTree(answer.body()).path("run").path("id").asString();
        }
        requireServerError(answer);
      } catch (IOException broken) {
        replicas.failed(replica);
        (broken instanceof ConnectException ? tally.unconnected : tally.unanswered).increment();
        continue;
      }
      Thread.sleep(PAUSE);
    }
    throw new LabProblem("No replica took a submission for " + PATIENCE.toSeconds() + " s.");
  }

  private void requireServerError(HttpResponse<String> answer) {
    if (answer.statusCode() < 500) {
      tally.refused.increment();
      throw new LabProblem("A submission was refused: " + answer.statusCode() + answer.body());
    }
    tally.serverError("POST submissions", answer.statusCode());
  }
}
