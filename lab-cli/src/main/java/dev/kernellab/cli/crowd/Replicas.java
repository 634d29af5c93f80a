// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What stands in front of several replicas: a balancer that takes one out as soon as a connection
/// to it fails, and back once its readiness probe succeeds, as an ingress does.
public final class Replicas implements AutoCloseable {
  private static final Duration PROBE = Duration.ofMillis(200);

  private final HttpClient http;
  private final List<Replica> all;
  private final Map<Replica, Boolean> down = new ConcurrentHashMap<>();
  private final Map<Replica, Long> answersAgain = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final Thread prober;

  public Replicas(HttpClient http, List<Replica> all) {
    this.http = http;
    this.all = List.copyOf(all);
    this.prober = Thread.ofVirtual().name("prober").start(this::probe);
  }

  public List<Replica> all() {
    return all;
  }

  /// Each in its turn, those that are down left out while any is not.
  public Replica next() {
    for (int i = 0; i < all.size(); i++) {
      Replica candidate = all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
      if (isUp(candidate)) {
        return candidate;
      }
    }
    return all.getFirst();
  }

  public boolean isUp(Replica replica) {
    return !down.containsKey(replica);
  }

  /// A connection to it failed.
  public void failed(Replica replica) {
    down.put(replica, true);
  }

  /// When, by [System#nanoTime], it was last found to answer after it had been down.
  public long answersAgainSince(Replica replica) {
    return answersAgain.getOrDefault(replica, Long.MIN_VALUE);
  }

  private void probe() {
    try {
      while (true) {
        for (Replica replica : down.keySet()) {
          if (isReady(replica)) {
            answersAgain.put(replica, System.nanoTime());
            down.remove(replica);
          }
        }
        Thread.sleep(PROBE);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean isReady(Replica replica) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(replica.url().resolve("actuator/health/readiness"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    prober.interrupt();
  }
}
