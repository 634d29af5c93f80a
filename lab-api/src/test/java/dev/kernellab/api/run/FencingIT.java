// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.Postgres;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.SentEvent;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas that each take themselves for the owner of one run: the queue is not asked, as if
/// it had given it to both.
@Timeout(60)
class FencingIT {
  @TempDir private Path home;
  private final List<String> database = Postgres.shared().newDatabase();
  private final ScriptedRunner runner = new ScriptedRunner();
  private final CountDownLatch bothHaveBegun = new CountDownLatch(2);
  private Lab first;
  private Lab second;

  @BeforeEach
  void start() {
    runner.script("holds a worker", FencingIT::waitForWish);
    runner.script("begun twice", this::endTogether);
    first = Lab.start(home, runner, database, "lab.runs.workers=1");
    second = Lab.start(home, runner, database, "lab.runs.workers=1");
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static RunOutcome waitForWish(ScriptedRunner.Stage stage) throws InterruptedException {
    stage.say(new RunEvent.SerialOutput("> "));
    stage.awaitWish();
    return ScriptedRunner.COMPLETED;
  }

  private RunOutcome endTogether(ScriptedRunner.Stage stage) throws InterruptedException {
    bothHaveBegun.countDown();
    bothHaveBegun.await();
    stage.say(new RunEvent.SerialOutput("attempt " + stage.request().attempt()));
    return ScriptedRunner.COMPLETED;
  }

  @Test
  void aRunBegunTwiceIsTwoAttemptsOfWhichTheSecondCounts() throws InterruptedException {
    for (int worker = 0; worker < 2; worker++) {
      try (EventReader events = first.watch(first.submit("holds a worker"), 0)) {
        events.until("serial");
      }
    }
    String run = first.submit("begun twice");
    List<Thread> owners = new ArrayList<>();
    for (Lab lab : List.of(first, second)) {
      RunWorker worker = lab.part(RunWorker.class);
      owners.add(Thread.ofVirtual().unstarted(() -> worker.work(run)));
    }
    owners.forEach(owner -> owner.setUncaughtExceptionHandler((thread, refused) -> {}));
    owners.forEach(Thread::start);
    for (Thread owner : owners) {
      owner.join();
    }

    assertThat(runner.started())
        .filteredOn(it -> it.run().equals(run))
        .extracting(RunRequest::attempt)
        .containsExactlyInAnyOrder(1, 2);
    List<SentEvent> all = second.eventsAfter(run, 0);
    assertThat(all)
        .extracting(SentEvent::id)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
    assertThat(all)
        .extracting(SentEvent::name)
        .containsExactly("state", "state", "serial", "state", "verdict", "ended");
    assertThat(all.get(2).data().path("text").asString()).isEqualTo("attempt 2");
  }
}
