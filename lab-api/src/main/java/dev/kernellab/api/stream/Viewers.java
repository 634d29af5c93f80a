// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.stream;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceSignal;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.settings.LabSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Who is watching. The server waits for open responses when it stops, and these never end by
/// themselves: so they are ended first, and whoever watches comes back with `Last-Event-ID`.
@Component
class Viewers implements SmartLifecycle {
  private final EvidenceLog evidence;
  private final EvidenceSignal signal;
  private final LabSettings settings;
  private final Set<Viewer> all = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  Viewers(EvidenceLog evidence, EvidenceSignal signal, LabSettings settings, MeterRegistry meters) {
    this.evidence = evidence;
    this.signal = signal;
    this.settings = settings;
    Gauge.builder("lab.viewers", all, Set::size).description("Open event streams").register(meters);
  }

  Viewer open(Run run, long after) {
    var viewer = new Viewer(run, after, evidence, signal, settings.heartbeat());
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

  boolean anyWatches(String run) {
    return all.stream().anyMatch(viewer -> viewer.run().equals(run));
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
