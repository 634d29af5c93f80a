// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.crowd.Replica;
import dev.kernellab.cli.crowd.Replicas;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lab's own gauges over time, as Prometheus would collect them.
final class Gauges {
  private final HttpClient http;
  private final Replicas replicas;
  private final List<Point> points = new ArrayList<>();
  private final Map<Replica, Double> live = new ConcurrentHashMap<>();

  Gauges(HttpClient http, Replicas replicas) {
    this.http = http;
    this.replicas = replicas;
  }

  /// @param second of the night
  /// @param waiting runs in the queue
  /// @param oldest how long the first of them has waited, s
  record Point(double second, double waiting, double oldest) {}

  void look(double second) throws InterruptedException {
    double waiting = Double.NaN;
    double oldest = Double.NaN;
    for (Replica replica : replicas.all()) {
      String page = replicas.isUp(replica) ? page(replica) : "";
      if (!page.isEmpty()) {
        waiting = value(page, "lab_queue_waiting_runs");
        oldest = value(page, "lab_queue_oldest_age_seconds");
        live.put(replica, value(page, "lab_runs_live"));
      }
    }
    if (!Double.isNaN(waiting)) {
      synchronized (points) {
        points.add(new Point(second, waiting, oldest));
      }
    }
  }

  List<Point> points() {
    synchronized (points) {
      return List.copyOf(points);
    }
  }

  /// The replica that has most runs under way.
  Replica busiest() {
    return replicas.all().stream()
        .max(Comparator.comparingDouble(it -> live.getOrDefault(it, 0.0)))
        .orElseThrow();
  }

  private String page(Replica replica) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(replica.url().resolve("actuator/prometheus"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException down) {
      return "";
    }
  }

  private static double value(String page, String name) {
    Matcher sample =
        Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? ([0-9.eE+-]+)$").matcher(page);
    return sample.find() ? Double.parseDouble(sample.group(1)) : Double.NaN;
  }
}
