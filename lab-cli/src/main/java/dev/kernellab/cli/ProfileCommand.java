// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.cli.find.FindCommand;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import dev.kernellab.runner.image.KernelImage;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lab profile check kernel.elf profile.yml`: what the lab would read of this kernel; `lab profile
/// find kernel.elf`: what it could. Needs no lab.
@Command(
    name = "profile",
    description = "Work on a profile, which says where a kernel keeps account of its memory.",
    subcommands = {ProfileCommand.Check.class, FindCommand.class},
    mixinStandardHelpOptions = true)
final class ProfileCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: check or find.");
  }

  /// Holds a profile against the symbols of an image.
  @Command(
      name = "check",
      description = {
        "Say what the lab would read of a kernel, and what of the profile does not fit it.",
        "Exit code: 0 it fits, 1 it does not, 2 wrong usage or a file that is not well-formed."
      },
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "KERNEL", description = "An ELF image.")
    private Path kernel = Path.of("");

    @Parameters(index = "1", paramLabel = "PROFILE", description = "A profile, as YAML.")
    private Path profile = Path.of("");

    @Option(
        names = "--ram",
        paramLabel = "MIB",
        description = "The machine's RAM (default: ${DEFAULT-VALUE}).",
        defaultValue = "128")
    private int ramMiB;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      var check = new ProfileCheck(image(), (long) ramMiB << 20);
      check.look(profile());
      PrintWriter out = spec.commandLine().getOut();
      check.lines().forEach(line -> out.println(Printable.of(line)));
      out.println(
          check.misfits() == 0
              ? "The profile fits this kernel."
              : check.misfits() + " of this does not fit.");
      return check.misfits() == 0 ? ExitCode.PASSED : ExitCode.CHECKS_FAILED;
    }

    private Profile profile() {
      try {
        return YamlFile.read(profile, Profile.class);
      } catch (YamlException e) {
        throw new UsageProblem(String.valueOf(e.getMessage()));
      }
    }

    private KernelImage image() {
      try {
        return KernelImage.read(KernelImage.bytesOf(kernel));
      } catch (SubmissionRejectedException e) {
        throw new UsageProblem(kernel + ": " + e.sentence());
      } catch (NoSuchFileException e) {
        throw new UsageProblem(kernel + ": there is no such file.");
      } catch (IOException e) {
        throw new UsageProblem(kernel + ": cannot be read, " + e.getMessage());
      }
    }
  }
}
