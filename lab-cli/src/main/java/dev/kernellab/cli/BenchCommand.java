// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures a warm lab against what it competes with: the same image booted by QEMU on the command
/// line to the same console prompt. Prints a table; asserts nothing.
@Command(
    name = "bench",
    description = "Measure a lab: submit an ELF image many times, one after the other.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  private static final int WARM_UP = 5;

  @Parameters(paramLabel = "ELF", description = "The kernel image.")
  private Path kernel = Path.of("kernel.elf");

  @Option(names = "--runs", description = "Counted runs, after five that only warm up.")
  private int runs = 20;

  @Option(names = "--prompt", description = "What the kernel's console prints when it is up.")
  private String prompt = "> ";

  @Option(
      names = "--snapshot",
      paramLabel = "TITLE=ELF",
      description = "A kernel that comes by its last checkpoint only: what that snapshot costs.")
  private Map<String, Path> snapshots = new LinkedHashMap<>();

  @Option(names = "--pid", description = "The service's process, for its resident memory.")
  private @Nullable Long pid;

  @Mixin private ServerOption server = new ServerOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    LabClient client = server.client();
    KernelFile file = KernelFile.of(kernel);
    var bareQemu = new BareBoot(kernel, prompt, List.of());
    for (int i = 0; i < WARM_UP; i++) {
      Measurement.submitToVerdict(client, file);
      bareQemu.time();
    }
    double[] lab = new double[runs];
    double[] bare = new double[runs];
    for (int i = 0; i < runs; i++) { // in turn, so that a machine that drifts drifts for both
      lab[i] = Measurement.submitToVerdict(client, file);
      bare[i] = bareQemu.time();
    }
    print(spec.commandLine().getOut(), lab, bare, client);
    return ExitCode.PASSED;
  }

  private void print(PrintWriter out, double[] lab, double[] bare, LabClient client)
      throws IOException {
    Measurement.head(out);
    Measurement.row(out, "ELF submitted over HTTP to its verdict, ms", lab);
    Measurement.row(out, "the same image, bare `qemu-system-i386 -kernel` to its prompt, ms", bare);
    Measurement.row(out, "ratio, pair by pair", Measurement.ratios(lab, bare));
    out.println(line("a snapshot, mean, ms", mean("", client.metrics(), "lab_snapshot_seconds")));
    out.println(line("the service's resident memory after these runs, MiB", residentMiB()));
    for (Map.Entry<String, Path> one : snapshots.entrySet()) {
      Measurement.row(
          out, "a stopped snapshot, " + one.getKey() + ", ms", snapshots(client, one.getValue()));
    }
    out.println(line("stored evidence of a whole run, KiB", evidenceKiB(client)));
    out.println(line("the service's resident memory after all, MiB", residentMiB()));
    out.flush();
  }

  private double[] snapshots(LabClient client, Path elf) throws IOException {
    KernelFile file = KernelFile.of(elf);
    double[] all = new double[runs];
    for (int i = -WARM_UP; i < runs; i++) {
      String before = client.metrics();
      Measurement.submitToVerdict(client, file);
      double took = mean(before, client.metrics(), "lab_snapshot_seconds");
      if (i >= 0) {
        all[i] = took;
      }
    }
    return all;
  }

  private double evidenceKiB(LabClient client) throws IOException {
    String run = client.submit(new Upload(KernelFile.of(kernel), "benchmark", null, null));
    try (var events = new ServerSentEvents(client.events(run, 0))) {
      for (var event = events.next(); event != null; event = events.next()) {
        // to the end: what is stored is counted then
      }
    }
    return client.run(run).path("evidence").path("bytes").asDouble(Double.NaN) / 1024;
  }

  private static String line(String what, double value) {
    return Double.isNaN(value)
        ? "| " + what + " | | not measured | |"
        : String.format(Locale.ROOT, "| %s | | %.1f | |", what, value);
  }

  /// Milliseconds, the mean of a Prometheus timer over all its tags since `before`.
  private static double mean(String before, String metrics, String timer) {
    double seconds = sum(metrics, timer + "_sum") - sum(before, timer + "_sum");
    return 1000 * seconds / (sum(metrics, timer + "_count") - sum(before, timer + "_count"));
  }

  private static double sum(String metrics, String name) {
    Pattern sample = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? ([0-9.eE+-]+)$");
    double sum = 0;
    for (Matcher matcher = sample.matcher(metrics); matcher.find(); ) {
      sum += Double.parseDouble(matcher.group(1));
    }
    return sum;
  }

  private double residentMiB() throws IOException {
    if (pid == null) {
      return Double.NaN;
    }
    Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) / 1024 : Double.NaN;
  }
}
