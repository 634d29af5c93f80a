// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.wire.RunnerRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who is here, and who is let in. There is no queue: what cannot begin at once is refused, and the
/// caller asks another runner.
final class Attempts {
  /// Runs whose attempts are remembered. A fence that forgets is no more than a spared duplicate:
  /// the caller's database refuses an older attempt's events in any case.
  private static final int REMEMBERED = 10_000;

  private final int capacity;
  private final Duration heartbeat;
  private final Path folder;
  private final Map<Key, Attempt> here = new HashMap<>();
  private final Map<String, Integer> latest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };
  private boolean draining;

  /// @param folder where submitted files go
  Attempts(int capacity, Duration heartbeat, Path folder) {
    this.capacity = capacity;
    this.heartbeat = heartbeat;
    this.folder = folder;
  }

  private record Key(String run, int attempt) {
    static Key of(RunRequest request) {
      return new Key(request.run(), request.attempt());
    }
  }

  /// Gives the attempt a place. An older attempt at the same run that is still here is ended.
  ///
  /// @throws Refusal when there is none for it
  Attempt admit(RunRequest request) {
    List<Attempt> before = all();
    Attempt attempt = place(request);
    before.stream()
        .filter(older -> older.request().run().equals(request.run()))
        .forEach(Attempt::cancel); // not under our lock: an attempt that leaves holds its own first
    return attempt;
  }

  private synchronized Attempt place(RunRequest request) {
    if (draining) {
      throw new Refusal(
          RunnerRefusal.RUNNER_DRAINING, "This runner is being stopped and takes no more runs.");
    }
    int seen = latest.getOrDefault(request.run(), 0);
    if (request.attempt() <= seen) {
      throw new Refusal(
          RunnerRefusal.ATTEMPT_STALE,
          "Attempt %d is stale: this runner has seen attempt %d of the run. Start over as a later attempt."
              .formatted(request.attempt(), seen));
    }
    if (here.size() >= capacity) {
      throw new Refusal(
          RunnerRefusal.RUNNER_BUSY,
          "All %d places are taken. Ask another runner, or this one later.".formatted(capacity));
    }
    var attempt = new Attempt(request, newFile(), new EventStream(heartbeat), this::remove);
    latest.put(request.run(), request.attempt());
    here.put(Key.of(request), attempt);
    return attempt;
  }

  private Path newFile() {
    try {
      return Files.createTempFile(folder, "kernel-", ".submitted");
    } catch (IOException e) {
      throw new UncheckedIOException("no room for a submitted file", e);
    }
  }

  /// @throws Refusal when it is not here
  synchronized Attempt find(String run, int attempt) {
    Attempt found = here.get(new Key(run, attempt));
    if (found == null) {
      throw new Refusal(
          RunnerRefusal.ATTEMPT_UNKNOWN, "This attempt is not with this runner, or no more.");
    }
    return found;
  }

  private synchronized void remove(Attempt attempt) {
    here.remove(Key.of(attempt.request()), attempt);
    notifyAll();
  }

  synchronized int running() {
    return here.size();
  }

  int capacity() {
    return capacity;
  }

  synchronized boolean isDraining() {
    return draining;
  }

  /// Lets nobody in any more; returns when all have left or after `limit`.
  synchronized void drain(Duration limit) throws InterruptedException {
    draining = true;
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis(); !here.isEmpty() && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  synchronized List<Attempt> all() {
    return List.copyOf(here.values());
  }
}
