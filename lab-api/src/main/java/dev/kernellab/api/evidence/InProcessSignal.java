// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

@Component
final class InProcessSignal implements EvidenceSignal {
  private final ConcurrentHashMap<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  @Override
  public void announce(String run) {
    listeners.getOrDefault(run, Set.of()).forEach(Runnable::run);
  }

  @Override
  public Subscription listen(String run, Runnable listener) {
    listeners.compute(
        run,
        (key, present) -> {
          Set<Runnable> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(listener);
          return all;
        });
    return () ->
        listeners.computeIfPresent(
            run,
            (key, present) -> {
              present.remove(listener);
              return present.isEmpty() ? null : present;
            });
  }
}
