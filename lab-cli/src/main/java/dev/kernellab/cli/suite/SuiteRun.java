// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.suite;

import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalKernel;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.cli.suite.Suite.Edit;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.KernelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Builds, boots and grades everything that an assignment is tried on.
final class SuiteRun {
  private final AssignmentFolder by;
  private final Path folder;
  private final LocalLab lab;
  private final long seed;

  /// @param folder the assignment's
  SuiteRun(AssignmentFolder by, Path folder, LocalLab lab, long seed) {
    this.by = by;
    this.folder = folder;
    this.lab = lab;
    this.seed = seed;
  }

  private record Candidate(
      Trial.Kind kind, String name, Path folder, List<Edit> edits, Expected expected) {}

  /// @param tried is told of each, in the suite's order
  List<Trial> run(Suite suite, boolean quick, Consumer<Trial> tried)
      throws InterruptedException, IOException {
    Path files = Files.createTempDirectory("lab-suite");
    var trials = new ArrayList<Trial>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Trial>>();
      for (Candidate candidate : candidates(suite, quick)) {
        Path file = files.resolve("kernel-" + running.size() + ".tar.gz");
        Files.write(file, Kernels.packed(candidate.folder, candidate.name, candidate.edits));
        running.add(threads.submit(() -> trial(candidate, file)));
      }
      for (Future<Trial> trial : running) {
        trials.add(trial.get());
        tried.accept(trials.getLast());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      delete(files);
    }
    return trials;
  }

  private List<Candidate> candidates(Suite suite, boolean quick) {
    Path solution = folder.resolve(suite.solution()).normalize();
    if (!Files.isDirectory(solution)) {
      throw new UsageProblem(folder.resolve(Suite.FILE) + ": solution: no folder " + solution);
    }
    var all = new ArrayList<Candidate>();
    all.add(
        new Candidate(
            Trial.Kind.SOLUTION, "solution", solution, List.of(), new Expected.Everything()));
    if (suite.starter() != null) {
      all.add(
          new Candidate(
              Trial.Kind.STARTER,
              "starter",
              folder.resolve(suite.starter().folder()),
              List.of(),
              new Expected.AtMost(suite.starter().most())));
    }
    for (Suite.Mutant it : suite.mutants()) {
      if (!quick || Boolean.TRUE.equals(it.quick())) {
        Set<String> loses = new TreeSet<>(it.loses());
        var expected = new Expected.Loses(loses, Boolean.TRUE.equals(it.endsEarly()));
        all.add(new Candidate(Trial.Kind.MUTANT, it.name(), solution, it.edits(), expected));
      }
    }
    for (Suite.Cheat it : suite.cheats()) {
      if (!quick || Boolean.TRUE.equals(it.quick())) {
        var expected = new Expected.AtMost(it.most());
        all.add(new Candidate(Trial.Kind.CHEAT, it.name(), solution, it.edits(), expected));
      }
    }
    return all;
  }

  private Trial trial(Candidate candidate, Path file) throws IOException, InterruptedException {
    try {
      var task = new LocalLab.Task(candidate.name, by, seed);
      var kernel = new LocalKernel(KernelKind.SOURCES, file);
      Verdict verdict = lab.grade(task, kernel, event -> {}).verdict();
      Optional<String> notBuilt = notBuilt(verdict);
      return notBuilt.isPresent()
          ? new Trial(candidate.kind, candidate.name, null, notBuilt)
          : new Trial(
              candidate.kind,
              candidate.name,
              verdict,
              candidate.expected.complaint(by.assignment(), verdict));
    } catch (LocalRun.FailedException e) {
      return new Trial(
          candidate.kind, candidate.name, null, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /// A kernel that does not build proves nothing about any check.
  private static Optional<String> notBuilt(Verdict verdict) {
    String message = verdict.checks().isEmpty() ? "" : verdict.checks().getFirst().message();
    return message.contains("The kernel was not booted.") ? Optional.of(message) : Optional.empty();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
