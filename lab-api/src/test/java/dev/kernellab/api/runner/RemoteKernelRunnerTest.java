// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.trace.RunSpan;
import dev.kernellab.api.trace.Traces;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.KernelRunner.LiveRun;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a run when its runner does what it should, and when it does anything else.
@Timeout(30)
class RemoteKernelRunnerTest {
  private static final String BUILDING = "{'type':'state','state':'BUILDING','attempt':2}";
  private static final String COMPLETED =
      "{'type':'ended','outcome':{'kind':'COMPLETED','code':'LAST_CHECKPOINT','message':'m'}}";
  private static final String CANCELLED =
      "{'type':'ended','outcome':{'kind':'CANCELLED','code':'CANCELLED','message':'m'}}";

  /// Long, so that a busy host's pauses are none of the runner's.
  private Duration silence = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path kernel;
  private FakeRunner one;
  private FakeRunner two;
  private final List<RunSpan> spans = new CopyOnWriteArrayList<>();
  private final Traces traces =
      new Traces() {
        @Override
        public boolean areWanted() {
          return true;
        }

        @Override
        public void add(RunSpan span) {
          spans.add(span);
        }
      };
  private final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() throws IOException {
    kernel =
        Files.write(folder.resolve("kernel"), "\u007fELF kernel".getBytes(StandardCharsets.UTF_8));
    one = new FakeRunner();
    two = new FakeRunner();
  }

  @AfterEach
  void close() throws IOException {
    one.close();
    two.close();
  }

  private static RunRequest request() {
    var profile =
        new Profile("p", "P", new AllocatorProfile.None(), List.of(), List.of(), List.of());
    return new RunRequest(
        "r1",
        2,
        KernelKind.ELF,
        RunMode.GRADED,
        new Machine(Machine.Type.PC, 64),
        new Budgets(1_000_000, 1000, 5, 10, 10),
        profile,
        "checkpoint_idle");
  }

  private RemoteKernelRunner runner(URI... urls) {
    var client = new RunnerClient("hush");
    var fleet = new RunnerFleet(Arrays.asList(urls), client);
    return new RemoteKernelRunner(fleet, client, silence, traces);
  }

  private RunOutcome runOn(URI... urls) throws InterruptedException {
    try (RemoteKernelRunner runner = runner(urls)) {
      runner.start(request(), kernel, events::add).awaitEnd();
      return outcome();
    }
  }

  private RunOutcome outcome() throws InterruptedException {
    RunEvent event = events.poll(10, TimeUnit.SECONDS);
    while (event != null && !(event instanceof RunEvent.Ended)) {
      event = events.poll(10, TimeUnit.SECONDS);
    }
    if (event instanceof RunEvent.Ended ended) {
      return ended.outcome();
    }
    throw new AssertionError("the run did not end");
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void itsTraceSaysWhichRunnerHadItAndWhetherThatWasLost() throws Exception {
    one.says(BUILDING);
    runOn(one.url());
    assertThat(spans)
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.place()).isEqualTo("request/run/attempt-2/runner");
              assertThat(span.attributes().get(AttributeKey.longKey("server.port")))
                  .isEqualTo(one.url().getPort());
              assertThat(span.failure()).contains("lost the run");
            });
  }

  @Test
  void itsEventsArePassedOnInOrder() throws Exception {
    one.says("", BUILDING, "", "{'type':'build','text':'cc'}", COMPLETED);

    try (RemoteKernelRunner runner = runner(one.url())) {
      runner.start(request(), kernel, events::add).awaitEnd();
    }

    assertThat(events)
        .containsExactly(
            new RunEvent.StateChanged(RunState.BUILDING, 2),
            new RunEvent.BuildOutput("cc"),
            new RunEvent.Ended(new RunOutcome(Kind.COMPLETED, "LAST_CHECKPOINT", "m")));
  }

  @Test
  void itIsShownTheSecretTheVersionAndTheFile() throws Exception {
    one.says(COMPLETED);

    runOn(one.url());

    assertThat(one.awaitRequest())
        .startsWith("POST /runs ")
        .contains("Authorization: Bearer hush", "Kernel-Lab-Protocol: 6", "\"run\":\"r1\"")
        .contains("\r\n\r\n\u007fELF kernel\r\n--");
  }

  @Test
  void theLeastBusyIsAskedFirst() throws Exception {
    one.status = one.status.replace("\"running\":0", "\"running\":3");
    one.says(COMPLETED);
    two.says(COMPLETED);

    runOn(one.url(), two.url());

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

    assertThat(runOn(one.url(), two.url()).kind()).isEqualTo(Kind.COMPLETED);
    assertThat(one.awaitRequest()).startsWith("POST /runs ");
  }

  @Test
  void oneThatIsNotThereIsPassedOver() throws Exception {
    one.says(COMPLETED);
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }

    assertThat(runOn(URI.create("http://localhost:" + nobody), one.url()).kind())
        .isEqualTo(Kind.COMPLETED);
  }

  @Test
  void aBusyFleetIsWaitedFor() throws Exception {
    one.refusal = "RUNNER_BUSY";
    one.says(COMPLETED);
    try (RemoteKernelRunner runner = runner(one.url())) {
      runner.start(request(), kernel, events::add);
      one.awaitRequest();
      assertThat(events).isEmpty();
      one.refusal = "";

      assertThat(outcome().kind()).isEqualTo(Kind.COMPLETED);
    }
  }

  @Test
  void whoWaitsCanBeCancelled() throws Exception {
    one.refusal = "RUNNER_BUSY";
    try (RemoteKernelRunner runner = runner(one.url())) {
      LiveRun run = runner.start(request(), kernel, events::add);
      one.awaitRequest();
      run.cancel();

      assertThat(outcome().kind()).isEqualTo(Kind.CANCELLED);
    }
  }

  @Test
  void roomIsAwaitedUntilThereIsSomeOrItIsGivenUp() throws Exception {
    one.status = one.status.replace("\"running\":0", "\"running\":4");
    var givenUp = new AtomicBoolean();
    var asked = new AtomicBoolean();
    try (RemoteKernelRunner runner = runner(one.url())) {
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
    try (RemoteKernelRunner runner = runner(one.url())) {
      assertThat(runner.fleet().hasRoom()).isTrue();
      runner.start(request(), kernel, events::add).awaitEnd();

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
    try (RemoteKernelRunner runner = runner(one.url())) {
      LiveRun run = runner.start(request(), kernel, events::add);
      await(() -> one.waitingRequests() == 0);
      run.cancel();

      assertThat(outcome().kind()).isEqualTo(Kind.CANCELLED);
    }
  }

  @Test
  void aRunCancelledByTheRunnerItselfIsLostNotCancelled() throws Exception {
    one.says(BUILDING, CANCELLED);

    assertLost(runOn(one.url()), "stopped");
  }

  @Test
  void aSessionWhoseTimeIsOverHasEnded() throws Exception {
    one.says(BUILDING, CANCELLED.replace("'code':'CANCELLED'", "'code':'SESSION_OVER'"));

    assertThat(runOn(one.url()).code()).isEqualTo("SESSION_OVER");
  }

  @Test
  void aStaleAttemptMustStartOverAsALaterOne() throws Exception {
    one.refusal = "ATTEMPT_STALE";

    assertLost(runOn(one.url()), "refused by the test");
  }

  @Test
  void aStreamThatEndsWithoutAnEndWasBroken() throws Exception {
    one.says(BUILDING);

    assertLost(runOn(one.url()), "ended before the run did");
  }

  @Test
  void aRunnerThatFallsSilentIsGivenUp() throws Exception {
    silence = Duration.ofMillis(400);
    one.script =
        out -> {
          out.write('\n');
          Thread.currentThread().join();
        };

    assertLost(runOn(one.url()), "said nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "{'type':'state','state':'BUILDING','attempt':1}",
        "{'type':'state','state':'GRADING','attempt':2}",
        "{'type':'serial','text':''}",
        "{'type':'serial','text':'\\u2028'}",
        "{'type':'checkpoint','name':'mine','hit':1,'address':'0x1'}",
        "{'type':'ended','outcome':{'kind':'COMPLETED','code':'no code','message':'m'}}",
      })
  void whatNoRunSaysEndsTheRun(String line) throws Exception {
    one.says(line, COMPLETED);

    assertLost(runOn(one.url()), "it sent");
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

    try (RemoteKernelRunner runner = runner(one.url())) {
      runner.start(request(), kernel, events::add).awaitEnd();
    }

    var once = new RunEvent.SerialOutput("once");
    assertThat(events)
        .containsExactly(
            once, once, new RunEvent.Ended(new RunOutcome(Kind.COMPLETED, "LAST_CHECKPOINT", "m")));
  }

  @Test
  void whatIsLeftOutEndsTheRun() throws Exception {
    one.script =
        out -> {
          out.write(FakeRunner.line(0, BUILDING));
          out.write(FakeRunner.line(2, COMPLETED));
        };

    assertLost(runOn(one.url()), "its event 1 never came");
  }

  @Test
  void aLineWithoutEndIsCutOff() throws Exception {
    one.script =
        out -> flood(out, sequence -> "a".repeat(64 << 10).getBytes(StandardCharsets.UTF_8));

    assertLost(runOn(one.url()), "more than 32 MiB");
    one.awaitHangUp();
  }

  @Test
  void aFloodOfEventsIsCutOff() throws Exception {
    one.script =
        out -> flood(out, n -> FakeRunner.line(n, "{'type':'serial','text':'aaaaaaaaaaaaaaaa'}"));

    assertLost(runOn(one.url()), "more serial output");
    one.awaitHangUp();
  }

  @Test
  void aReaderThatFailsHangsUp() throws Exception {
    one.script = out -> flood(out, n -> FakeRunner.line(n, "{'type':'build','text':'a'}"));
    try (RemoteKernelRunner runner = runner(one.url())) {
      runner
          .start(
              request(),
              kernel,
              event -> {
                throw new IllegalStateException("the disk is full");
              })
          .awaitEnd();
      one.awaitHangUp();
    }
  }

  private static void flood(OutputStream out, LongFunction<byte[]> line) throws IOException {
    for (long sequence = 0; ; sequence++) {
      out.write(line.apply(sequence));
    }
  }

  private static void assertLost(RunOutcome outcome, String why) {
    assertThat(outcome.kind()).isEqualTo(Kind.LAB_FAULT);
    assertThat(outcome.code()).isEqualTo("RUNNER_LOST");
    assertThat(outcome.message()).contains(why);
  }
}
