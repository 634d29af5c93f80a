// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

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
import dev.kernellab.protocol.RunRequest;
import java.io.IOException;
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
import java.util.function.Consumer;

/// Two runners that do as they are told, the second attempt of a run for them, and what the lab
/// hears of it.
final class RemoteRuns implements AutoCloseable {
  static final String BUILDING = "{'type':'state','state':'BUILDING','attempt':2}";
  static final String COMPLETED =
      "{'type':'ended','outcome':{'kind':'COMPLETED','code':'LAST_CHECKPOINT','message':'m'}}";
  static final String CANCELLED =
      "{'type':'ended','outcome':{'kind':'CANCELLED','code':'CANCELLED','message':'m'}}";

  /// Long, so that a busy host's pauses are none of the runner's.
  Duration silence = Duration.ofSeconds(20);

  final List<RunSpan> spans = new CopyOnWriteArrayList<>();
  final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();

  private final FakeRunner one = new FakeRunner();
  private final FakeRunner two = new FakeRunner();
  private final Path kernel;
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

  RemoteRuns(Path folder) throws IOException {
    byte[] image = "\u007fELF kernel".getBytes(StandardCharsets.UTF_8);
    kernel = Files.write(folder.resolve("kernel"), image);
  }

  FakeRunner one() {
    return one;
  }

  FakeRunner two() {
    return two;
  }

  RemoteKernelRunner runner(URI... urls) {
    var client = new RunnerClient("hush");
    var fleet = new RunnerFleet(Arrays.asList(urls), client);
    return new RemoteKernelRunner(fleet, client, silence, traces);
  }

  LiveRun start(RemoteKernelRunner runner) {
    return start(runner, events::add);
  }

  LiveRun start(RemoteKernelRunner runner, Consumer<RunEvent> events) {
    return runner.start(request(), kernel, events);
  }

  /// How a run ends for which these are asked.
  RunOutcome on(URI... urls) throws InterruptedException {
    try (RemoteKernelRunner runner = runner(urls)) {
      start(runner).awaitEnd();
      return outcome();
    }
  }

  RunOutcome outcome() throws InterruptedException {
    RunEvent event = events.poll(10, TimeUnit.SECONDS);
    while (event != null && !(event instanceof RunEvent.Ended)) {
      event = events.poll(10, TimeUnit.SECONDS);
    }
    if (event instanceof RunEvent.Ended ended) {
      return ended.outcome();
    }
    throw new AssertionError("the run did not end");
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

  @Override
  public void close() throws IOException {
    one.close();
    two.close();
  }
}
