// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.find;

import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.Printable;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Machine;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import dev.kernellab.runner.find.ProfileFinder;
import dev.kernellab.runner.find.ProfileFinder.Found;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Boots a kernel on this machine, in the lab's own sandbox, and proposes profiles. Needs no lab.
@Command(
    name = "find",
    description = {
      "Boot a kernel here and propose profiles that agree with what its memory shows, with the"
          + " evidence.",
      "Exit code: 0 one was found, 1 none, 2 wrong usage or not an image, 3 the lab failed."
    },
    mixinStandardHelpOptions = true)
public final class FindCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "KERNEL", description = "An ELF image.")
  private Path kernel = Path.of("");

  @Option(
      names = "--machine",
      paramLabel = "TYPE",
      description = "pc, q35 or isapc (default: pc).",
      converter = Words.MachineType.class)
  private Machine.Type type = Machine.Type.PC;

  @Option(
      names = "--ram",
      paramLabel = "MIB",
      description = "The machine's RAM (default: ${DEFAULT-VALUE}).",
      defaultValue = "128")
  private int ramMiB;

  @Option(
      names = "--boot",
      paramLabel = "WAY",
      description = "multiboot or grub (default: multiboot).",
      converter = Words.BootWay.class)
  private Boot.Way way = Boot.Way.MULTIBOOT;

  @Option(
      names = "--at",
      paramLabel = "FUNCTION",
      description =
          "A global function of the kernel to look at its memory at; the last one ends the run. Two"
              + " looks tell more than one (default: only where the run ends).")
  private List<String> stops = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the likeliest profile there instead of printing it.")
  private @Nullable Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Found found = find();
    ProposalText.lines(found).forEach(line -> out.println(Printable.of(line)));
    String profile = ProfileText.of(kernel, way, found, stops);
    if (output == null) {
      out.println();
      profile.lines().forEach(line -> out.println(Printable.of(line)));
    } else {
      Files.writeString(output, profile);
      out.println("Written to " + output + ".");
    }
    out.flush();
    return found.proposals().isEmpty() ? ExitCode.CHECKS_FAILED : ExitCode.PASSED;
  }

  private Found find() throws IOException, InterruptedException {
    try (var runner =
        new QemuKernelRunner(RunnerSettings.DEFAULT.withCapacity(1), new SimpleMeterRegistry())) {
      Machine machine = new Machine(type, ramMiB).withBoot(new Boot(way));
      return new ProfileFinder(runner).find(kernel, machine, stops);
    } catch (SubmissionRejectedException e) {
      throw new UsageProblem(kernel + ": " + e.sentence());
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(String.valueOf(e.getMessage()));
    }
  }
}
