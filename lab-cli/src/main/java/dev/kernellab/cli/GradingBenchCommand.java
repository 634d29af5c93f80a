// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalKernel;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.protocol.KernelKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures what it takes to grade a class: the whole of `lab grade --local`, from its start,
/// against bare QEMU booting the same image as often, as many at a time. Prints a table; asserts
/// nothing.
@Command(
    name = "bench-grading",
    description = "Measure grading on this machine: an ELF image many times.",
    mixinStandardHelpOptions = true)
final class GradingBenchCommand implements Callable<Integer> {
  private static final long A_WHILE = 5_000_000_000L;

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
    double bare = submissions / bare();
    double graded = submissions / graded();
    double again = regraded();
    PrintWriter out = spec.commandLine().getOut();
    out.println("| what | |");
    out.println("| ---- | --: |");
    row(
        out,
        submissions + " ELF images by `./lab grade --local --jobs " + jobs + "`, a second",
        graded);
    row(out, "the same image, bare QEMU to its prompt, " + jobs + " at a time, a second", bare);
    row(out, "ratio", graded / bare);
    row(out, "verdicts given again from a run's evidence, one thread, a second", again);
    out.flush();
    return ExitCode.PASSED;
  }

  private static void row(PrintWriter out, String what, double value) {
    out.println(String.format(Locale.ROOT, "| %s | %.2f |", what, value));
  }

  /// @return seconds
  private double bare() throws Exception {
    var boot = new BareBoot(kernel, prompt);
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
      var boots = new ArrayList<Future<Double>>();
      for (int i = 0; i < submissions; i++) {
        boots.add(threads.submit(boot::time));
      }
      for (Future<Double> it : boots) {
        it.get();
      }
    }
    return Measurement.milliseconds(start) / 1_000;
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
  private double regraded() throws IOException, InterruptedException, LocalRun.FailedException {
    AssignmentFolder by = AssignmentFolder.read(AssignmentFolder.find("memory-manager"));
    LocalRun run;
    try (LocalLab lab = LocalLab.open(1)) {
      var task = new LocalLab.Task("bench", by, 1);
      run = lab.grade(task, new LocalKernel(KernelKind.ELF, kernel), event -> {}).decisive();
    }
    int times = 0;
    long warm = System.nanoTime() + A_WHILE;
    while (System.nanoTime() < warm) {
      Grader.grade(by.assignment(), run.evidence());
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < A_WHILE) {
      Grader.grade(by.assignment(), run.evidence());
      times++;
    }
    return times * 1e9 / (System.nanoTime() - start);
  }
}
