// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.boot.Emulator;
import dev.kernellab.runner.boot.GrubImage;
import dev.kernellab.runner.boot.MachineBooter;
import dev.kernellab.runner.build.KernelBuilder;
import dev.kernellab.runner.observe.Onlooker;
import dev.kernellab.runner.sandbox.Sandbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.MDC;

/// Runs kernels on this host: in QEMU, in a sandbox, as many at a time as there are slots.
public final class QemuKernelRunner implements KernelRunner, AutoCloseable {
  private final Workshop workshop;
  private final Set<Run> live = ConcurrentHashMap.newKeySet();

  /// @throws IOException when QEMU or the folder for runs is missing
  public QemuKernelRunner(RunnerSettings settings, MeterRegistry meters) throws IOException {
    Sandbox sandbox = Sandbox.open(settings.sandbox());
    var options =
        new MachineBooter.Options(
            (long) settings.machineMegabytes() << 20, settings.monitorPatience());
    workshop =
        new Workshop(
            settings,
            sandbox,
            new KernelBuilder(sandbox, settings.build()),
            new GrubImage(sandbox),
            new MachineBooter(
                sandbox, Emulator.find(settings.qemu()), Emulator.findWide(), options),
            new Slots(settings.capacity(), sandbox.room(settings.capacity()) >> 20),
            RunTimers.in(meters));
    meters.gauge("lab.machines", workshop.slots(), Slots::inUse);
  }

  /// For files of this process that are not to outlive it: what a killed one leaves, the next one
  /// on this host removes.
  public Path folder() {
    return workshop.sandbox().folder();
  }

  @Override
  public LiveRun start(RunRequest request, Path kernel, Consumer<RunEvent> events) {
    return start(request, kernel, events, Onlooker.NOBODY);
  }

  /// The same, with somebody who sees more of the machine than is told.
  public LiveRun start(
      RunRequest request, Path kernel, Consumer<RunEvent> events, Onlooker onlooker) {
    var run = new Run(request, kernel, events, workshop, onlooker);
    live.add(run);
    Thread.ofVirtual()
        .name("run-" + request.run())
        .start(
            () -> {
              try (MDC.MDCCloseable named = MDC.putCloseable("run", request.run())) {
                run.run();
              } finally {
                live.remove(run);
              }
            });
    return run;
  }

  /// Cancels every run and waits until nothing is left of them.
  @Override
  public void close() {
    live.forEach(Run::cancel);
    try {
      for (Run run : live) {
        run.awaitEnd();
      }
      workshop.sandbox().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
