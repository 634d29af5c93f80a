// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalKernel;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.wire.WireJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures what it takes to grade a class: the whole of `lab grade --local`, from its start,
/// against bare QEMU booting the same image as often, as many at a time, on the same machine with
/// the same command line for the kernel. Prints a table; asserts nothing.
@Command(
    name = "bench-grading",
    description = "Measure grading on this machine: an ELF image many times.",
    mixinStandardHelpOptions = true)
final class GradingBenchCommand implements Callable<Integer> {
  private static final long A_WHILE = 10_000_000_000L;

  @Parameters(paramLabel = "ELF", description = "The kernel image.")
  private Path kernel = Path.of("kernel.elf");

  @Option(names = "--submissions", description = "How many.")
  private int submissions = 300;

  @Option(names = "--jobs", description = "How many at a time.")
  private int jobs = 2;

  @Option(names = "--prompt", description = "What the kernel's console prints when it is up.")
  private String prompt = "> ";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AssignmentFolder by = AssignmentFolder.read(AssignmentFolder.find("memory-manager"));
    LocalRun run = run(by);
    double bare = submissions / bare(run);
    double graded = submissions / graded();
    double again = regraded(by.assignment(), run);
    PrintWriter out = spec.commandLine().getOut();
    out.println("| what | |");
    out.println("| ---- | --: |");
    row(
        out,
        submissions + " ELF images by `./lab grade --local --jobs " + jobs + "`, a second",
        graded);
    row(out, "the same image, bare QEMU to its prompt, " + jobs + " at a time, a second", bare);
    row(out, "ratio", graded / bare);
    row(
        out,
        "verdicts given again from a run's events as JSON, " + jobs + " at a time, a second",
        again);
    out.flush();
    return ExitCode.PASSED;
  }

  private static void row(PrintWriter out, String what, double value) {
    out.println(String.format(Locale.ROOT, "| %s | %.2f |", what, value));
  }

  private LocalRun run(AssignmentFolder by)
      throws IOException, InterruptedException, LocalRun.FailedException {
    try (LocalLab lab = LocalLab.open(1)) {
      var task = new LocalLab.Task("bench", by, 1);
      return lab.grade(task, new LocalKernel(KernelKind.ELF, kernel), event -> {}).decisive();
    }
  }

  /// @param run what it was told to do is told to each
  /// @return seconds
  private double bare(LocalRun run) throws Exception {
    String told = run.request().machine().start().commandLine();
    var boot =
        new BareBoot(
            kernel, prompt, List.of("-device", "VGA", "-append", told == null ? "" : told));
    long start = System.nanoTime();
    atOnce(submissions, boot::time);
    return Measurement.milliseconds(start) / 1_000;
  }

  private <T> void atOnce(int times, Callable<T> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
      for (Future<T> it : threads.invokeAll(Collections.nCopies(times, work))) {
        it.get();
      }
    }
  }

  /// @return seconds
  private double graded() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lab-bench");
    try {
      for (int i = 0; i < submissions; i++) {
        Files.copy(kernel, folder.resolve("student-" + i + ".elf"));
      }
      long start = System.nanoTime();
      Process grade = new ProcessBuilder(command(folder)).redirectErrorStream(true).start();
      String said = new String(grade.getInputStream().readAllBytes());
      if (grade.waitFor() != ExitCode.PASSED) {
        throw new LabProblem("lab grade: " + said);
      }
      return Measurement.milliseconds(start) / 1_000;
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /// This very program.
  private List<String> command(Path folder) {
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        LabCommand.class.getName(),
        "grade",
        "--local",
        "--jobs",
        Integer.toString(jobs),
        folder.toString());
  }

  /// @return a second
  private double regraded(Assignment assignment, LocalRun run) throws Exception {
    var lines = new ArrayList<byte[]>();
    run.events().forEach(event -> lines.add(WireJson.line(event)));
    gradeForAWhile(assignment, run, lines); // until it is compiled
    return gradeForAWhile(assignment, run, lines);
  }

  private double gradeForAWhile(Assignment assignment, LocalRun run, List<byte[]> lines)
      throws Exception {
    var times = new LongAdder();
    long start = System.nanoTime();
    atOnce(
        jobs,
        () -> {
          while (System.nanoTime() - start < A_WHILE) {
            List<RunEvent> events = lines.stream().map(WireJson::event).toList();
            Grader.grade(assignment, new LocalRun(run.request(), run.outcome(), events).evidence());
            times.increment();
          }
          return times;
        });
    return times.sum() * 1e9 / (System.nanoTime() - start);
  }
}
