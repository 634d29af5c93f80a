// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.build;

import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.sandbox.Box;
import dev.kernellab.runner.sandbox.BoxLimits;
import dev.kernellab.runner.sandbox.BoxPlan;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.Sandbox;
import dev.kernellab.runner.sandbox.SandboxException;
import dev.kernellab.runner.sandbox.Toolchain;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs `make` in a box and takes the kernel out of it. Sources go in and images come out through
/// pipes: the host has no folder that a build could write.
public final class KernelBuilder {
  private static final String SCRIPT = readScript();

  private final Sandbox sandbox;
  private final BuildLimits limits;

  public KernelBuilder(Sandbox sandbox, BuildLimits limits) {
    this.sandbox = sandbox;
    this.limits = limits;
  }

  /// Who wants to know of a build while it lasts; called by the thread that builds.
  public interface Watcher {
    /// The build can be stopped from now on, by killing its box.
    void started(Box box);

    void printed(String text);
  }

  /// What a build is to do.
  ///
  /// @param wall how long it may take
  /// @param modules files wanted of it besides the kernel, relative to the Makefile
  public record Order(Duration wall, List<String> modules) {}

  /// @throws SubmissionRejectedException with a code that starts with `BUILD_`
  public BuiltImages build(SourceArchive sources, JobFolder folder, Order order, Watcher watcher)
      throws SubmissionRejectedException, SandboxException, InterruptedException {
    try (Box box = sandbox.start(plan(order), folder)) {
      watcher.started(box);
      FutureTask<Boolean> feeding = inBackground(() -> feed(sources, box));
      FutureTask<BuiltImages> images =
          inBackground(() -> BuiltImages.read(box.output(), order.modules()));
      var output = new BuildOutput(limits.shownBytes(), watcher::printed);
      boolean flooded = !passOn(box, output);
      if (flooded) {
        box.close();
      }
      var end = new BuildEnd(box.awaitExit(), box.end(), flooded, order.wall());
      output.finish();
      feeding.get();
      end.requireSuccess(output, limits);
      return images.get();
    } catch (IOException | ExecutionException e) {
      throw new SandboxException("build: lost touch with the box, " + e.getMessage(), e);
    }
  }

  private BoxPlan plan(Order order) {
    var boxLimits =
        new BoxLimits(order.wall(), limits.memoryBytes(), limits.processes(), limits.diskBytes());
    // The limit of processes is set inside, where only the box's own are counted; it is a little
    // higher than the one that is watched, so that a build which reaches it is seen to.
    String most = "--nproc=" + (limits.processes() + 32);
    var command =
        new ArrayList<>(List.of("/usr/bin/prlimit", most, "--", "/bin/sh", "-c", SCRIPT, "build"));
    command.addAll(order.modules());
    return Toolchain.show(new BoxPlan(boxLimits, command).processes());
  }

  /// @return whether all of it was taken; a box that dies early does not take all
  private static boolean feed(SourceArchive sources, Box box) throws SubmissionRejectedException {
    try (OutputStream in = box.input()) {
      sources.writeTo(in);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// @return false when there is too much of it
  private boolean passOn(Box box, BuildOutput output) throws IOException {
    byte[] chunk = new byte[16_384];
    InputStream printed = box.errors();
    for (int read = printed.read(chunk); read >= 0; read = printed.read(chunk)) {
      output.write(chunk, read);
      if (output.total() > limits.outputBytes()) {
        return false;
      }
    }
    return true;
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    var task = new FutureTask<T>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static String readScript() {
    try (InputStream script = KernelBuilder.class.getResourceAsStream("build.sh")) {
      return new String(
          Objects.requireNonNull(script, "build.sh").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
