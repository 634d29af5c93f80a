// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.wire.RunnerRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {
  private final Attempts attempts;

  AttemptsTest(@TempDir Path folder) {
    attempts = new Attempts(2, Duration.ofSeconds(1), folder);
  }

  @AfterEach
  void leave() {
    attempts.all().forEach(Attempt::leave);
  }

  private static RunRequest request(String run, int attempt) {
    return new RunRequest(
        run,
        attempt,
        KernelKind.ELF,
        RunMode.GRADED,
        new Machine(Machine.Type.PC, 64),
        Budgets.DEFAULT,
        new Profile("p", "P", new AllocatorProfile.None(), List.of(), List.of(), List.of()),
        null);
  }

  private void refuses(RunRequest request, RunnerRefusal code) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> attempts.admit(request))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void asManyAsThereArePlacesAndNoQueue() {
    attempts.admit(request("a", 1));
    Attempt b = attempts.admit(request("b", 1));
    refuses(request("c", 1), RunnerRefusal.RUNNER_BUSY);

    b.leave();

    assertThat(attempts.running()).isOne();
    attempts.admit(request("c", 1));
  }

  @Test
  void beingRefusedForWantOfAPlaceDoesNotUseAnAttemptUp() {
    Attempt a = attempts.admit(request("a", 1));
    attempts.admit(request("b", 1));
    refuses(request("c", 1), RunnerRefusal.RUNNER_BUSY);
    a.leave();

    assertThat(attempts.admit(request("c", 1)).request().run()).isEqualTo("c");
  }

  @Test
  void anAttemptOnceSeenIsStaleAndSoIsEveryOlderOne() {
    attempts.admit(request("a", 3)).leave();

    refuses(request("a", 3), RunnerRefusal.ATTEMPT_STALE);
    refuses(request("a", 2), RunnerRefusal.ATTEMPT_STALE);
    attempts.admit(request("a", 4));
  }

  @Test
  void whoDrainsAdmitsNobodyAndWaitsNoLongerThanAsked() throws Exception {
    attempts.admit(request("a", 1));

    attempts.drain(Duration.ofMillis(20));

    assertThat(attempts.isDraining()).isTrue();
    assertThat(attempts.running()).isOne();
    refuses(request("b", 1), RunnerRefusal.RUNNER_DRAINING);
  }

  @Test
  void leavingTwiceFreesOnePlaceOnly() {
    Attempt a = attempts.admit(request("a", 1));
    a.leave();
    attempts.admit(request("a", 2));
    a.leave();

    assertThat(attempts.running()).isOne();
    assertThat(attempts.find("a", 2).kernel()).exists();
    assertThat(a.kernel()).doesNotExist();
  }
}
