// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.ServerSentEvents.Event;
import dev.kernellab.cli.crowd.Audience;
import dev.kernellab.cli.crowd.Follow;
import dev.kernellab.cli.crowd.Gate;
import dev.kernellab.cli.crowd.Samples;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Hand in when it is time, whatever became of what was handed in before, and wait for the mark at
/// a stream of their own.
final class Students {
  private final List<Handed> handed;
  private final Gate gate;
  private final Follow.Everyone everyone;
  private final Restarts restarts;
  private final Samples verdicts = new Samples();

  Students(Plan plan, Gate gate, Follow.Everyone everyone, Restarts restarts) {
    this.handed = plan.submissions().stream().map(Handed::new).toList();
    this.gate = gate;
    this.everyone = everyone;
    this.restarts = restarts;
  }

  List<Handed> handed() {
    return handed;
  }

  /// From the answer to a submission until its verdict was seen.
  Samples verdicts() {
    return verdicts;
  }

  void begin(Clock clock, Audience audience) {
    for (Handed one : handed) {
      Thread.ofVirtual()
          .name(one.planned.label())
          .start(
              () -> {
                try {
                  handIn(one, clock, audience);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                  everyone.tally().trouble(one.planned.label() + ": " + e.getMessage());
                }
              });
    }
  }

  /// Counted from the planned moment, so that a lab that is slow for one is not spared the next.
  private void handIn(Handed one, Clock clock, Audience audience) throws InterruptedException {
    clock.sleepUntil(one.planned.at());
    String run = gate.submit(one.planned.upload());
    everyone.tally().accept.addNanos(clock.since(one.planned.at()));
    long accepted = System.nanoTime();
    one.run = run;
    audience.tell(one.planned.student(), run);
    Consumer<Event> lost = restarts.watch();
    new Follow(everyone, everyone.replicas().next(), false)
        .untilEnd(
            run,
            event -> {
              lost.accept(event);
              one.hear(event);
              if (event.name().equals("verdict")) {
                verdicts.addNanos(System.nanoTime() - accepted);
              }
            });
  }

  long accepted() {
    return handed.stream().filter(it -> it.run != null).count();
  }

  long ended() {
    return handed.stream().filter(Handed::hasEnded).count();
  }

  /// @return false when patience ended first
  boolean awaitEnds(Duration patience) throws InterruptedException {
    long givenUpAt = System.nanoTime() + patience.toNanos();
    while (ended() < handed.size()) {
      if (System.nanoTime() > givenUpAt) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }
}
