// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures one lab against another: both are given the same kernels in turn. Prints a table;
/// asserts nothing.
@Command(
    name = "compare-labs",
    description = "Measure a lab against another: submit kernels to both, in turn.",
    mixinStandardHelpOptions = true)
final class LabComparisonCommand implements Callable<Integer> {
  @Parameters(paramLabel = "KERNEL", arity = "1..*", description = "Folders, archives or images.")
  private List<Path> kernels = new ArrayList<>();

  @Option(names = "--runs", description = "Counted pairs, after five that only warm up.")
  private int runs = 20;

  @Option(names = "--against", required = true, paramLabel = "URL", description = "The other lab.")
  private String against = "";

  @Option(names = "--names", split = ",", arity = "1", description = "What to call the two.")
  private List<String> names = List.of("the lab", "the other lab");

  @Mixin private ServerOption server = new ServerOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    LabClient other = ServerOption.client("--against", against);
    Measurement.head(out);
    for (Path kernel : kernels) {
      compare(out, kernel, server.client(), other);
    }
    return ExitCode.PASSED;
  }

  private void compare(PrintWriter out, Path kernel, LabClient one, LabClient other)
      throws IOException {
    KernelFile file = KernelFile.of(kernel);
    for (int i = 0; i < 5; i++) {
      Measurement.submitToVerdict(one, file);
      Measurement.submitToVerdict(other, file);
    }
    double[] these = new double[runs];
    double[] those = new double[runs];
    for (int i = 0; i < runs; i++) { // each goes first as often as the other
      if (i % 2 == 0) {
        these[i] = Measurement.submitToVerdict(one, file);
      }
      those[i] = Measurement.submitToVerdict(other, file);
      if (i % 2 == 1) {
        these[i] = Measurement.submitToVerdict(one, file);
      }
    }
    Measurement.row(out, file.name() + ", " + names.getFirst() + ", ms", these);
    Measurement.row(out, file.name() + ", " + names.getLast() + ", ms", those);
    double[] ratios = Measurement.ratios(those, these);
    Measurement.row(out, file.name() + ", ratio, pair by pair", ratios, "%.3f");
    out.flush();
  }
}
