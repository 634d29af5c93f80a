// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.crowd.Replica;
import dev.kernellab.cli.crowd.Replicas;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the lab holds in the morning, asked for anew and compared with what was handed in.
///
/// @param lost submissions that the lab accepted and does not know
/// @param doubled submissions that it has more than once
/// @param wrong runs that are not at their end with the mark they must be given
record Audit(int lost, int doubled, int wrong) {
  private static final JsonMapper JSON = JsonMapper.shared();

  static Audit of(List<Handed> handed, HttpClient http, Replicas replicas)
      throws InterruptedException {
    Map<String, Integer> held = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page = get(http, replicas, "submissions?limit=100" + cursor);
      page.path("items").forEach(it -> held.merge(it.path("label").asString(), 1, Integer::sum));
      cursor = page.path("next").isString() ? "&cursor=" + page.path("next").asString() : "";
    } while (!cursor.isEmpty());
    int lost = 0;
    int doubled = 0;
    int wrong = 0;
    for (Handed one : handed) {
      int times = held.getOrDefault(one.planned.label(), 0);
      lost += one.run != null && times == 0 ? 1 : 0;
      doubled += times > 1 ? 1 : 0;
      wrong += one.run != null && !isRight(one, get(http, replicas, "runs/" + one.run)) ? 1 : 0;
    }
    return new Audit(lost, doubled, wrong);
  }

  private static boolean isRight(Handed one, JsonNode run) {
    return run.path("state").asString("").equals("ENDED")
        && run.path("verdict").path("score").asDouble(-1) == one.planned.score();
  }

  private static JsonNode get(HttpClient http, Replicas replicas, String path)
      throws InterruptedException {
    for (int tries = 0; tries < 5; tries++) {
      Replica replica = replicas.next();
      HttpRequest request =
          HttpRequest.newBuilder(replica.url().resolve("api/v1/" + path))
              .timeout(Duration.ofSeconds(20))
              .build();
      try {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return JSON.readTree(answer.body());
        }
      } catch (IOException broken) {
        replicas.failed(replica);
      }
      Thread.sleep(500);
    }
    throw new LabProblem("GET " + path + ": the lab does not answer.");
  }
}
