// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.KernelRunner.LiveRun;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Ready;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A runner to try kernels on, and what can be said of a run afterwards.
final class LabBench implements AutoCloseable {
  static final Budgets SMALL = new Budgets(50_000_000L, 65_536, 20, 20, 20);
  static final AllocatorProfile BITMAP =
      new AllocatorProfile.Bitmap(
          new PhysicalAddress(0x60000),
          1 << 20,
          AllocatorProfile.Polarity.ONE_IS_FREE,
          AllocatorProfile.BitOrder.LEAST_SIGNIFICANT_FIRST,
          new Ready.Checkpoint("checkpoint_b"));

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final QemuKernelRunner runner;

  LabBench() throws IOException {
    this(RunnerSettings.DEFAULT.withCapacity(2));
  }

  LabBench(RunnerSettings settings) throws IOException {
    runner = new QemuKernelRunner(settings, meters);
  }

  static RunRequest request(KernelKind kind) {
    return request(kind, RunMode.GRADED, SMALL, "checkpoint_b");
  }

  static RunRequest request(
      KernelKind kind, RunMode mode, Budgets budgets, @Nullable String lastCheckpoint) {
    var checkpoints =
        List.of(
            new Profile.Checkpoint("checkpoint_a", "A", "first"),
            new Profile.Checkpoint("checkpoint_b", "B", "second"));
    var profile = new Profile("test", "Test", BITMAP, checkpoints, List.of(), List.of());
    return new RunRequest(
        "test", 1, kind, mode, new Machine(Machine.Type.PC, 64), budgets, profile, lastCheckpoint);
  }

  static RunRequest requestWithCpu(Machine.Cpu cpu) {
    return with(new Machine(Machine.Type.PC, 64, cpu, null, null, null));
  }

  static RunRequest requestWithRam(int ramMiB) {
    return with(new Machine(Machine.Type.PC, ramMiB));
  }

  private static RunRequest with(Machine machine) {
    RunRequest it = request(KernelKind.ELF);
    return new RunRequest(
        it.run(),
        it.attempt(),
        it.kernel(),
        it.mode(),
        machine,
        it.budgets(),
        it.profile(),
        it.lastCheckpoint());
  }

  /// Starts a run that is watched.
  Watched start(RunRequest request, Path kernel) {
    var events = new CopyOnWriteArrayList<RunEvent>();
    var watched =
        new Watched(
            events,
            runner.start(
                request,
                kernel,
                event -> {
                  synchronized (events) {
                    events.add(event);
                    events.notifyAll();
                  }
                }));
    return watched;
  }

  /// Runs a kernel to its end.
  Watched run(RunRequest request, Path kernel) throws InterruptedException {
    Watched watched = start(request, kernel);
    watched.live.awaitEnd();
    return watched;
  }

  @Override
  public void close() {
    runner.close();
  }

  /// Processes, folders and open files of ours that are still there.
  static List<String> residue() throws IOException {
    Path parent = RunnerSettings.DEFAULT.sandbox().folder();
    String ours = "kernel-lab-" + ProcessHandle.current().pid() + "-";
    try (var folders = Files.walk(parent, 2)) {
      var left =
          folders
              .filter(path -> path.getNameCount() == parent.getNameCount() + 2)
              .filter(path -> path.toString().contains(ours))
              .map(Path::toString)
              .collect(Collectors.toList());
      ProcessHandle.current()
          .descendants()
          .map(process -> process.info().command().orElse("process " + process.pid()))
          .forEach(left::add);
      left.addAll(openFiles(ours));
      return left;
    }
  }

  private static List<String> openFiles(String ours) throws IOException {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(LabBench::target)
          .filter(target -> target.contains(ours))
          .collect(Collectors.toList());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  /// A run and everything it said.
  static final class Watched {
    private final List<RunEvent> events;
    final LiveRun live;

    Watched(List<RunEvent> events, LiveRun live) {
      this.events = events;
      this.live = live;
    }

    List<RunEvent> events() {
      return events;
    }

    RunOutcome outcome() {
      return ((RunEvent.Ended) events.getLast()).outcome();
    }

    <E extends RunEvent> List<E> all(Class<E> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Capture> captures(Capture.Reason reason) {
      return all(RunEvent.SnapshotTaken.class).stream()
          .map(RunEvent.SnapshotTaken::capture)
          .filter(capture -> capture.reason() == reason)
          .toList();
    }

    String serial() {
      return all(RunEvent.SerialOutput.class).stream()
          .map(RunEvent.SerialOutput::text)
          .collect(Collectors.joining());
    }

    String build() {
      return all(RunEvent.BuildOutput.class).stream()
          .map(RunEvent.BuildOutput::text)
          .collect(Collectors.joining());
    }

    List<RunState> states() {
      return all(RunEvent.StateChanged.class).stream().map(RunEvent.StateChanged::state).toList();
    }

    /// Waits until an event like this has come.
    void await(Predicate<RunEvent> wanted) throws InterruptedException, TimeoutException {
      long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      synchronized (events) {
        while (events.stream().noneMatch(wanted)) {
          long left = end - System.nanoTime();
          if (left <= 0) {
            throw new TimeoutException("no such event among " + events);
          }
          TimeUnit.NANOSECONDS.timedWait(events, left);
        }
      }
    }
  }
}
