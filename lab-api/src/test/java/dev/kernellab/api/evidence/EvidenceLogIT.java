// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.TestDatabase;
import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.RunEvent.SerialOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may append, when several want to.
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class EvidenceLogIT {
  @Parameter private TestDatabase kind;

  @TempDir private static Path home;
  private static final ScriptedRunner runner = new ScriptedRunner();
  private static Lab lab;

  private EvidenceLog evidence;
  private Database database;
  private String run;

  @BeforeParameterizedClassInvocation
  static void start(TestDatabase database) {
    lab = Lab.start(home, runner, database.fresh());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    lab.close();
  }

  /// A run that has ended: nobody but the test has anything to add to it.
  @BeforeEach
  void endARun() {
    evidence = lab.part(EvidenceLog.class);
    database = lab.part(Database.class);
    run = lab.submit("ends at once");
    try (EventReader events = lab.watch(run, 0)) {
      events.until("ended");
    }
  }

  @Test
  void isAppendedToByTheNewestAttemptOnly() {
    assertThat(evidence.open(run, 2)).isTrue();
    assertThat(evidence.open(run, 2)).isFalse();
    assertThat(evidence.open(run, 1)).isFalse();

    int before = all().size();
    assertThatThrownBy(() -> append(1, "late")).isInstanceOf(StaleAttemptException.class);
    assertThat(all()).hasSize(before);
    append(2, "mine");
    assertThat(all()).hasSize(before + 1).last().matches(it -> it.attempt() == 2);
  }

  @Test
  void isNumberedWithoutGapsWhoeverAppendsAtATimeAndReadWithoutHoles() throws InterruptedException {
    evidence.open(run, 2);
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 6; writer++) {
      writers.add(Thread.startVirtualThread(() -> appendTimes(20)));
    }
    while (writers.stream().anyMatch(Thread::isAlive)) {
      assertWithoutHoles();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(assertWithoutHoles().stream().filter(it -> it.attempt() == 2)).hasSize(6 * 20 * 2);
  }

  @Test
  void goesToOneOfManyWhoOpenTheSameAttempt() throws InterruptedException {
    var opened = new AtomicInteger();
    var start = new CountDownLatch(1);
    List<Thread> openers = new ArrayList<>();
    for (int opener = 0; opener < 6; opener++) {
      openers.add(
          Thread.startVirtualThread(
              () -> {
                awaitStart(start);
                opened.addAndGet(evidence.open(run, 2) ? 1 : 0);
              }));
    }
    start.countDown();
    for (Thread opener : openers) {
      opener.join();
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void keepsNothingOfATransactionThatFails() {
    int before = all().size();
    assertThatThrownBy(
            () ->
                database
                    .transaction()
                    .executeWithoutResult(
                        transaction -> {
                          evidence.append(run, 1, List.of(event("never happened")));
                          throw new IllegalStateException("as it may happen");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(all()).hasSize(before);
    append(1, "next");
    assertWithoutHoles();
  }

  private void appendTimes(int times) {
    for (int i = 0; i < times; i++) {
      append(2, "a", "b");
    }
  }

  private void append(int attempt, String... texts) {
    List<NewEvent> events = List.of(texts).stream().map(EvidenceLogIT::event).toList();
    database
        .transaction()
        .executeWithoutResult(transaction -> evidence.append(run, attempt, events));
  }

  private static NewEvent event(String text) {
    return new NewEvent("serial", new SerialOutput(text));
  }

  private List<EvidenceEvent> assertWithoutHoles() {
    List<EvidenceEvent> all = all();
    assertThat(all)
        .extracting(EvidenceEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
    return all;
  }

  private List<EvidenceEvent> all() {
    return evidence.after(run, 0, 1000);
  }

  private static void awaitStart(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
