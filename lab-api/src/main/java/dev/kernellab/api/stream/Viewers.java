// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.stream;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.protocol.RunMode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Who is watching. The server waits for open responses when it stops, and these never end by
/// themselves: so they are ended first, and whoever watches comes back with `Last-Event-ID`.
@Component
class Viewers implements SmartLifecycle {
  private final EvidenceLog evidence;
  private final ReadingTurns turns;
  private final LabSettings settings;
  private final Set<Viewer> all = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  Viewers(EvidenceLog evidence, ReadingTurns turns, LabSettings settings, MeterRegistry meters) {
    this.evidence = evidence;
    this.turns = turns;
    this.settings = settings;
    Gauge.builder("lab.viewers", all, Set::size).description("Open event streams").register(meters);
  }

  Viewer open(Run run, long after) {
    var viewer = new Viewer(run, after, evidence, turns, settings.heartbeat());
    all.add(viewer);
    if (!running) {
      viewer.close();
    }
    return viewer;
  }

  void close(Viewer viewer) {
    all.remove(viewer);
    viewer.close();
  }

  /// Interactive runs that somebody watches here.
  Set<String> interactiveRuns() {
    return all.stream()
        .map(Viewer::run)
        .filter(run -> run.plan().mode() == RunMode.INTERACTIVE)
        .map(Run::id)
        .collect(Collectors.toSet());
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    all.forEach(Viewer::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
