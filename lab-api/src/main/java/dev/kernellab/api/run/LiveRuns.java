// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.protocol.KernelRunner.LiveRun;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// The runs that are with a runner at the moment, and how to reach them.
@Component
class LiveRuns {
  private final ConcurrentHashMap<String, LiveRun> live = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  void add(String run, LiveRun handle) {
    live.put(run, handle);
    if (stopping) {
      handle.cancel();
    }
  }

  void remove(String run) {
    live.remove(run);
  }

  Optional<LiveRun> find(String run) {
    return Optional.ofNullable(live.get(run));
  }

  Set<String> ids() {
    return Set.copyOf(live.keySet());
  }

  /// From now on every run is cancelled: the lab itself stops.
  void stop() {
    stopping = true;
    live.values().forEach(LiveRun::cancel);
  }

  boolean isStopping() {
    return stopping;
  }
}
