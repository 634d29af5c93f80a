// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.protocol.KernelRunner.LiveRun;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// The runs that are with a runner of this lab at the moment, and how to reach them.
@Component
class LiveRuns {
  private final ConcurrentHashMap<String, Live> live = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  private record Live(int attempt, LiveRun handle) {}

  void add(Run run, LiveRun handle) {
    live.put(run.id(), new Live(run.attempt(), handle));
    if (stopping) {
      handle.cancel();
    }
  }

  /// Leaves a later attempt at the same run where it is.
  void remove(Run run, LiveRun handle) {
    live.remove(run.id(), new Live(run.attempt(), handle));
  }

  Optional<LiveRun> find(String run) {
    return Optional.ofNullable(live.get(run)).map(Live::handle);
  }

  /// Which attempt is live; 0 when none is.
  int attempt(String run) {
    return Optional.ofNullable(live.get(run)).map(Live::attempt).orElse(0);
  }

  Set<String> ids() {
    return Set.copyOf(live.keySet());
  }

  /// From now on every run is cancelled: the lab itself stops.
  void stop() {
    stopping = true;
    live.values().forEach(it -> it.handle().cancel());
  }

  boolean isStopping() {
    return stopping;
  }
}
