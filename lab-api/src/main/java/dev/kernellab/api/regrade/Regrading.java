// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.regrade;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.regrade.RegradeReport.Moved;
import dev.kernellab.api.regrade.RegradeReport.Score;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunVerdicts;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.submission.Submissions;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.verdict.Regrade;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Grades recorded evidence again. Done twice it changes nothing the second time.
@Component
class Regrading {
  private final Runs runs;
  private final RunVerdicts verdicts;
  private final Assignments assignments;
  private final Submissions submissions;

  Regrading(Runs runs, RunVerdicts verdicts, Assignments assignments, Submissions submissions) {
    this.runs = runs;
    this.verdicts = verdicts;
    this.assignments = assignments;
    this.submissions = submissions;
  }

  /// @param rounds the runs that were made together, by the first; what is not to be graded is
  ///   passed over
  /// @param reason null to look only
  RegradeReport regrade(Assignment by, List<String> rounds, @Nullable String reason) {
    var moved = new ArrayList<Moved>();
    Set<String> undecided = new LinkedHashSet<>();
    List<Looked> looked =
        onAllCores(rounds, first -> look(first, by, reason)).stream()
            .flatMap(Optional::stream)
            .toList();
    for (Looked it : looked) {
      if (it.regrade.hasMoves() || it.untold) {
        moved.add(moved(it.run, it.regrade, it.untold));
      }
      if (it.untold) {
        undecided.add(it.run.submission());
      }
    }
    List<String> queued = reason == null ? List.of() : runAgain(undecided, by);
    int count = (int) moved.stream().filter(it -> !it.moves().isEmpty()).count();
    return new RegradeReport(
        by.slug(), by.version(), reason == null, looked.size(), count, moved, queued);
  }

  /// @param run on the first machine
  /// @param untold it takes another run to tell
  private record Looked(Run run, Regrade regrade, boolean untold) {}

  private Optional<Looked> look(String first, Assignment by, @Nullable String reason) {
    List<Run> round = runs.ofRound(first);
    RunVerdicts.Again again = verdicts.again(round, by).orElse(null);
    if (again == null) {
      return Optional.empty();
    }
    Verdict after = again.joint();
    Run run = round.getFirst();
    boolean untold =
        after.needsAnotherRun() || !isOn(by.machines(), round) || !isBuiltAlike(by, run);
    Verdict before = verdicts.jointWhole(round).orElse(null);
    if (!untold && reason != null) {
      verdicts.give(again, reason);
    }
    return Optional.of(new Looked(run, Regrade.of(first, before, after), untold));
  }

  /// @return in the order of what was asked
  static <T, R> List<R> onAllCores(List<T> all, Function<T, R> work) {
    int cores = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
      List<CompletableFuture<R>> under =
          all.stream()
              .map(it -> CompletableFuture.supplyAsync(() -> work.apply(it), threads))
              .toList();
      return under.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) { // whoever asked is told what went wrong, not where
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Whether the runs were made on the machines that are asked for now, however they were booted.
  private static boolean isOn(List<Machine> machines, List<Run> round) {
    return machines.stream()
        .map(it -> it.withBoot(null))
        .toList()
        .equals(round.stream().map(it -> it.plan().machine().withBoot(null)).toList());
  }

  /// Whether the instructor's files that went into the build are those of now.
  private boolean isBuiltAlike(Assignment by, Run run) {
    String version = run.plan().version();
    return version == null
        || run.plan().kernel() != KernelKind.SOURCES
        || assignments.haveSameFiles(by.slug(), version, by.version());
  }

  private static Moved moved(Run run, Regrade regrade, boolean untold) {
    Verdict before = regrade.before();
    return new Moved(
        run.id(),
        run.submission(),
        run.label(),
        before == null ? null : Score.of(before),
        Score.of(regrade.after()),
        regrade.difference(),
        untold,
        regrade.moves());
  }

  /// Once each: a submission whose newest run was made by this version is waiting for it already,
  /// or has been told.
  private List<String> runAgain(Set<String> undecided, Assignment by) {
    var queued = new ArrayList<String>();
    for (String submission : undecided) {
      Run newest = runs.latestOf(submission).getFirst();
      if (!by.version().equals(newest.plan().version())) {
        queued.add(submissions.runAgain(submission).id());
      }
    }
    return queued;
  }
}
