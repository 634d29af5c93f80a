// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import static dev.kernellab.api.runner.RemoteRuns.BUILDING;
import static dev.kernellab.api.runner.RemoteRuns.CANCELLED;
import static dev.kernellab.api.runner.RemoteRuns.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.KernelRunner.LiveRun;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunState;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a run whose runner does what it should: who is asked, who waits, and what of it
/// is passed on. [RunnerLostTest] has the others.
@Timeout(30)
class RemoteKernelRunnerTest {
  @TempDir private Path folder;
  private RemoteRuns runs;
  private FakeRunner one;
  private FakeRunner two;

  @BeforeEach
  void open() throws IOException {
    runs = new RemoteRuns(folder);
    one = runs.one();
    two = runs.two();
  }

  @AfterEach
  void close() throws IOException {
    runs.close();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void itsEventsArePassedOnInOrder() throws Exception {
    one.says("", BUILDING, "", "{'type':'build','text':'cc'}", COMPLETED);

    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      runs.start(runner).awaitEnd();
    }

    assertThat(runs.events)
        .containsExactly(
            new RunEvent.StateChanged(RunState.BUILDING, 2),
            new RunEvent.BuildOutput("cc"),
            new RunEvent.Ended(new RunOutcome(Kind.COMPLETED, "LAST_CHECKPOINT", "m")));
  }

  @Test
  void itIsShownTheSecretTheVersionAndTheFile() throws Exception {
    one.says(COMPLETED);

    runs.on(one.url());

    assertThat(one.awaitRequest())
        .startsWith("POST /runs ")
        .contains("Authorization: Bearer hush", "Kernel-Lab-Protocol: 7", "\"run\":\"r1\"")
        .contains("\r\n\r\n\u007fELF kernel\r\n--");
  }

  @Test
  void theLeastBusyIsAskedFirst() throws Exception {
    one.status = one.status.replace("\"running\":0", "\"running\":3");
    one.says(COMPLETED);
    two.says(COMPLETED);

    runs.on(one.url(), two.url());

    assertThat(two.awaitRequest()).startsWith("POST /runs ");
    assertThat(one.waitingRequests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUNNER_BUSY",
        "RUNNER_DRAINING",
        "RUNNER_UNFIT",
        "RUNNER_VERSION",
        "RUNNER_SECRET"
      })
  void whatOneRefusesAnotherTakes(String code) throws Exception {
    one.refusal = code;
    two.status = two.status.replace("\"running\":0", "\"running\":3");
    two.says(COMPLETED);

    assertThat(runs.on(one.url(), two.url()).kind()).isEqualTo(Kind.COMPLETED);
    assertThat(one.awaitRequest()).startsWith("POST /runs ");
  }

  @Test
  void oneThatIsNotThereIsPassedOver() throws Exception {
    one.says(COMPLETED);
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }

    assertThat(runs.on(URI.create("http://localhost:" + nobody), one.url()).kind())
        .isEqualTo(Kind.COMPLETED);
  }

  @Test
  void aBusyFleetIsWaitedFor() throws Exception {
    one.refusal = "RUNNER_BUSY";
    one.says(COMPLETED);
    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      runs.start(runner);
      one.awaitRequest();
      assertThat(runs.events).isEmpty();
      one.refusal = "";

      assertThat(runs.outcome().kind()).isEqualTo(Kind.COMPLETED);
    }
  }

  @Test
  void whoWaitsCanBeCancelled() throws Exception {
    one.refusal = "RUNNER_BUSY";
    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      LiveRun run = runs.start(runner);
      one.awaitRequest();
      run.cancel();

      assertThat(runs.outcome().kind()).isEqualTo(Kind.CANCELLED);
    }
  }

  @Test
  void roomIsAwaitedUntilThereIsSomeOrItIsGivenUp() throws Exception {
    one.status = one.status.replace("\"running\":0", "\"running\":4");
    var givenUp = new AtomicBoolean();
    var asked = new AtomicBoolean();
    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      BooleanSupplier supplier =
          () -> {
            asked.set(true);
            return givenUp.get();
          };
      var answer = new LinkedBlockingQueue<Boolean>();
      Thread.startVirtualThread(
          () -> {
            try {
              answer.add(runner.awaitRoom(supplier));
              answer.add(runner.awaitRoom(() -> false));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      await(asked::get);
      assertThat(answer).isEmpty();
      givenUp.set(true);
      assertThat(answer.poll(5, TimeUnit.SECONDS)).isFalse();
      one.status = one.status.replace("\"running\":4", "\"running\":3");
      assertThat(answer.poll(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoHasEndedLeavesRoomAtOnce() throws Exception {
    one.status = one.status.replace("\"capacity\":4", "\"capacity\":1");
    one.script =
        out -> {
          one.awaitRequest();
          out.write(FakeRunner.line(0, COMPLETED));
        };
    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      assertThat(runner.fleet().hasRoom()).isTrue();
      runs.start(runner).awaitEnd();

      assertThat(runner.fleet().lastSeen()).extracting(RunnerFleet.Member::room).containsExactly(1);
    }
  }

  @Test
  void cancellingTellsTheRunnerAndTakesItsWord() throws Exception {
    one.script =
        out -> {
          one.awaitRequest();
          assertThat(one.awaitRequest()).startsWith("DELETE /runs/r1/2 ");
          out.write(FakeRunner.line(0, CANCELLED));
        };
    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      LiveRun run = runs.start(runner);
      await(() -> one.waitingRequests() == 0);
      run.cancel();

      assertThat(runs.outcome().kind()).isEqualTo(Kind.CANCELLED);
    }
  }

  @Test
  void aSessionWhoseTimeIsOverHasEnded() throws Exception {
    one.says(BUILDING, CANCELLED.replace("'code':'CANCELLED'", "'code':'SESSION_OVER'"));

    assertThat(runs.on(one.url()).code()).isEqualTo("SESSION_OVER");
  }

  @Test
  void whatComesAgainIsPassedOver() throws Exception {
    String again = "{'type':'serial','text':'once'}";
    one.script =
        out -> {
          for (int sequence : new int[] {0, 0, 1, 0, 1, 2, 1}) {
            out.write(FakeRunner.line(sequence, sequence < 2 ? again : COMPLETED));
          }
        };

    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      runs.start(runner).awaitEnd();
    }

    var once = new RunEvent.SerialOutput("once");
    assertThat(runs.events)
        .containsExactly(
            once, once, new RunEvent.Ended(new RunOutcome(Kind.COMPLETED, "LAST_CHECKPOINT", "m")));
  }
}
