// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.crowd.Replica;
import dev.kernellab.cli.crowd.Replicas;
import dev.kernellab.cli.night.Restarts.What;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Kills a runner and a replica as `kill -9` does, and starts them again as an orchestrator does.
final class Accidents {
  /// Of the time until the deadline.
  private static final double RUNNER = 0.6;

  private static final double REPLICA = 0.8;
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final Containers containers;
  private final List<String> runners;
  private final Replicas replicas;
  private final Gauges gauges;
  private final Restarts restarts;
  private volatile double replicaAway = Double.NaN;

  Accidents(
      Containers containers,
      List<String> runners,
      Replicas replicas,
      Gauges gauges,
      Restarts restarts) {
    this.containers = containers;
    this.runners = runners;
    this.replicas = replicas;
    this.gauges = gauges;
    this.restarts = restarts;
  }

  void happen(Clock clock, Duration length) throws InterruptedException {
    clock.sleepUntil(scaled(length, RUNNER));
    kill(busyRunner(), What.RUNNER);
    clock.sleepUntil(scaled(length, REPLICA));
    Replica replica = gauges.busiest();
    long killed = System.nanoTime();
    kill(replica.container(), What.API);
    replicas.failed(replica);
    while (!replicas.isUp(replica)) {
      Thread.sleep(50);
    }
    replicaAway = (System.nanoTime() - killed) / 1e9;
  }

  /// From its death until it answered again, s.
  double replicaAway() {
    return replicaAway;
  }

  private void kill(String container, What what) throws InterruptedException {
    restarts.killed(what);
    containers.kill(container);
    Thread.sleep(AWAY);
    containers.start(container);
  }

  /// One whose machine stays: that of the demonstration, so that the death costs a run its attempt.
  private String busyRunner() throws InterruptedException {
    Set<String> before = new HashSet<>();
    for (String runner : runners) {
      before.addAll(containers.machines(runner));
    }
    Thread.sleep(1000);
    for (String runner : runners) {
      if (containers.machines(runner).stream().anyMatch(before::contains)) {
        return runner;
      }
    }
    return runners.getFirst();
  }

  private static Duration scaled(Duration length, double share) {
    return Duration.ofNanos((long) (length.toNanos() * share));
  }
}
