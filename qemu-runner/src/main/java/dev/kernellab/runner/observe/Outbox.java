// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.RunEvent;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Events on their way out, in their order. One that takes long to make can wait until the machine
/// runs again; whatever is told after it makes it first.
final class Outbox implements Consumer<RunEvent> {
  private final Consumer<RunEvent> events;
  private final Queue<Supplier<RunEvent>> waiting = new ArrayDeque<>();

  Outbox(Consumer<RunEvent> events) {
    this.events = events;
  }

  @Override
  public void accept(RunEvent event) {
    makeWaiting();
    events.accept(event);
  }

  void later(Supplier<RunEvent> event) {
    waiting.add(event);
  }

  void makeWaiting() {
    while (!waiting.isEmpty()) {
      events.accept(waiting.remove().get());
    }
  }
}
