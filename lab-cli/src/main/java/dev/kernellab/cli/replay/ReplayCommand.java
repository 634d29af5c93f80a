// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.replay;

import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.Printable;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.local.LocalKernel;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.memory.MalformedCaptureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lab replay capsule.zip`: the same verdict, without the lab.
@Command(
    name = "replay",
    description = {
      "Give the verdict of a run again from its capsule, without a lab.",
      "Exit code: 0 it comes out the same, 1 it does not, 2 wrong usage or no capsule, 3 the kernel"
          + " could not be booted here."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CAPSULE",
      description = "As GET /api/v1/runs/RUN/capsule or submit --capsule gives it.")
  private Path file = Path.of("");

  @Option(names = "--boot", description = "Boot the kernel again, too, and compare.")
  private boolean boot;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new UsageProblem(file + ": there is no such file.");
    }
    Path folder = Files.createTempDirectory("lab-replay");
    try {
      return replay(folder);
    } catch (CapsuleException | IllegalArgumentException e) {
      throw new UsageProblem(file + ": not a capsule that can be replayed. " + e.getMessage());
    } catch (MalformedCaptureException e) {
      throw new UsageProblem(file + ": its evidence is damaged. " + e.getMessage());
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path it : files.toList()) {
          Files.delete(it);
        }
      }
      Files.delete(folder);
    }
  }

  private int replay(Path folder) throws IOException, InterruptedException, CapsuleException {
    OpenedCapsule capsule = OpenedCapsule.open(file, folder);
    var replay = new Replay(capsule);
    replay.regrade();
    if (boot) {
      replay.compare(again(capsule, folder));
    }
    PrintWriter out = spec.commandLine().getOut();
    replay.sentences().forEach(it -> out.println(Printable.of(it)));
    out.flush();
    return replay.isSame() ? ExitCode.PASSED : ExitCode.CHECKS_FAILED;
  }

  private static LocalRun again(OpenedCapsule capsule, Path folder)
      throws IOException, InterruptedException {
    try (LocalLab lab = LocalLab.open(1)) {
      RecordedImage recorded = RecordedImage.of(capsule, folder);
      return lab.run(
          recorded.request(),
          new LocalKernel(recorded.request().kernel(), recorded.file()),
          event -> {});
    } catch (LocalRun.FailedException e) {
      throw new LabProblem("It could not be booted here: " + e.getMessage(), e);
    }
  }
}
