// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import static dev.kernellab.api.runner.RemoteRuns.BUILDING;
import static dev.kernellab.api.runner.RemoteRuns.CANCELLED;
import static dev.kernellab.api.runner.RemoteRuns.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunOutcome.Kind;
import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a run whose runner goes away, or says what no run says.
@Timeout(30)
class RunnerLostTest {
  @TempDir private Path folder;
  private RemoteRuns runs;
  private FakeRunner one;

  @BeforeEach
  void open() throws IOException {
    runs = new RemoteRuns(folder);
    one = runs.one();
  }

  @AfterEach
  void close() throws IOException {
    runs.close();
  }

  @Test
  void itsTraceSaysWhichRunnerHadItAndWhetherThatWasLost() throws Exception {
    one.says(BUILDING);
    runs.on(one.url());
    assertThat(runs.spans)
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
  void aRunCancelledByTheRunnerItselfIsLostNotCancelled() throws Exception {
    one.says(BUILDING, CANCELLED);

    assertLost(runs.on(one.url()), "stopped");
  }

  @Test
  void aStaleAttemptMustStartOverAsALaterOne() throws Exception {
    one.refusal = "ATTEMPT_STALE";

    assertLost(runs.on(one.url()), "refused by the test");
  }

  @Test
  void aStreamThatEndsWithoutAnEndWasBroken() throws Exception {
    one.says(BUILDING);

    assertLost(runs.on(one.url()), "ended before the run did");
  }

  @Test
  void aRunnerThatFallsSilentIsGivenUp() throws Exception {
    runs.silence = Duration.ofMillis(400);
    one.script =
        out -> {
          out.write('\n');
          Thread.currentThread().join();
        };

    assertLost(runs.on(one.url()), "said nothing");
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

    assertLost(runs.on(one.url()), "it sent");
  }

  @Test
  void whatIsLeftOutEndsTheRun() throws Exception {
    one.script =
        out -> {
          out.write(FakeRunner.line(0, BUILDING));
          out.write(FakeRunner.line(2, COMPLETED));
        };

    assertLost(runs.on(one.url()), "its event 1 never came");
  }

  @Test
  void aLineWithoutEndIsCutOff() throws Exception {
    one.script =
        out -> flood(out, sequence -> "a".repeat(64 << 10).getBytes(StandardCharsets.UTF_8));

    assertLost(runs.on(one.url()), "more than 32 MiB");
    one.awaitHangUp();
  }

  @Test
  void aFloodOfEventsIsCutOff() throws Exception {
    one.script =
        out -> flood(out, n -> FakeRunner.line(n, "{'type':'serial','text':'aaaaaaaaaaaaaaaa'}"));

    assertLost(runs.on(one.url()), "more serial output");
    one.awaitHangUp();
  }

  @Test
  void aReaderThatFailsHangsUp() throws Exception {
    one.script = out -> flood(out, n -> FakeRunner.line(n, "{'type':'build','text':'a'}"));
    try (RemoteKernelRunner runner = runs.runner(one.url())) {
      runs.start(
              runner,
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
