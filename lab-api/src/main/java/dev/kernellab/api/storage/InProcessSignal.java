// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

final class InProcessSignal implements Signal {
  private final ConcurrentHashMap<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  @Override
  public void announce(String topic) {
    listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
  }

  void announceAll() {
    listeners.keySet().forEach(this::announce);
  }

  @Override
  public Subscription listen(String topic, Runnable listener) {
    listeners.compute(
        topic,
        (key, present) -> {
          Set<Runnable> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(listener);
          return all;
        });
    return () ->
        listeners.computeIfPresent(
            topic,
            (key, present) -> {
              present.remove(listener);
              return present.isEmpty() ? null : present;
            });
  }
}
