// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lab submit kernel/`: pack, upload, watch, show the verdict.
@Command(
    name = "submit",
    description = {
      "Submit a kernel, watch it run and print its verdict.",
      "Exit code: 0 every check passed that is asked for (extra credit is not), 1 some did not, or"
          + " the lab does not take it (too late, say), 2 wrong usage, 3 lab or network."
    },
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "KERNEL",
      description =
          "A folder with a Makefile, an archive of one (.tar.gz, .tar, .zip), an ELF image, a"
              + " bootable CD, or an image of a disk or a floppy.")
  private Path kernel = Path.of(".");

  @Option(
      names = "--assignment",
      paramLabel = "NAME",
      description = "The assignment to be graded by.")
  private @Nullable String assignment;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "What to call it in the list of runs (default: the file's or folder's name).")
  private @Nullable String label;

  @Option(names = "--no-watch", description = "Do not wait for the run to end.")
  private boolean noWatch;

  @Option(
      names = "--local",
      description =
          "Build, boot and grade on this machine, without a lab; --assignment may be a folder.")
  private boolean local;

  @Option(
      names = "--capsule",
      paramLabel = "FILE",
      description = "With --local: write the run there, for ./lab replay.")
  private @Nullable Path capsule;

  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return local ? here() : there();
  }

  private int here() throws IOException, InterruptedException {
    if (machine.isChosen() || noWatch || label != null) {
      throw new UsageProblem(
          "--local grades on the assignment's machine, at once and nowhere else: leave --label,"
              + " --no-watch and what chooses a machine away.");
    }
    return new LocalSubmission(spec.commandLine().getOut(), output.isJson(), capsule)
        .grade(kernel, assignment == null ? "memory-manager" : assignment);
  }

  private int there() {
    if (capsule != null) {
      throw new UsageProblem(
          "--capsule goes with --local. A lab gives a run's: GET /api/v1/runs/RUN/capsule");
    }
    KernelFile file = KernelFile.of(kernel);
    LabClient client = server.client();
    PrintWriter out = spec.commandLine().getOut();
    String called = label == null ? file.label() : label;
    String run;
    try {
      run = client.submit(new Upload(file, called, assignment, machine.mode(), machine.extras()));
    } catch (LabRefusal e) { // of the file, not of the lab's making: worth what it is with --local
      spec.commandLine().getErr().println("Not taken. " + e.getMessage());
      return ExitCode.CHECKS_FAILED;
    }
    return noWatch
        ? new RunWatch(client, out, output.isJson()).announce(run)
        : new SubmissionWatch(client, out, output.isJson()).untilEnd(run);
  }
}
