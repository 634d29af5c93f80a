// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.run.RoundNotice.Part;
import dev.kernellab.api.storage.Database;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.verdict.SeveralMachines;
import dev.kernellab.grading.verdict.SeveralMachines.OnMachine;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The verdicts that were given. None is ever taken back; the last counts.
@Component
public class RunVerdicts {
  private final VerdictStore store;
  private final RunGrading grading;
  private final Assignments assignments;
  private final RoundNotice notice;
  private final Database database;
  private final JsonMapper json;

  RunVerdicts(
      VerdictStore store,
      RunGrading grading,
      Assignments assignments,
      RoundNotice notice,
      Database database,
      JsonMapper json) {
    this.store = store;
    this.grading = grading;
    this.assignments = assignments;
    this.notice = notice;
    this.database = database;
    this.json = json;
  }

  /// @param reason why it was given
  public record Given(Instant at, String reason, Verdict verdict) {}

  /// The newest of the run's, in JSON.
  public Optional<String> text(Run run) {
    return find(run).map(json::writeValueAsString);
  }

  /// The newest of the run's, as students may see it now: after the deadline it may be more.
  public Optional<Verdict> find(Run run) {
    return store
        .newest(run)
        .map(
            it ->
                grading
                    .hiding(it)
                    .filter(grading::isOver)
                    .map(by -> whole(run, it, by).shown(by, true))
                    .orElse(it));
  }

  /// The same with the checks that are not for students.
  private Optional<Verdict> whole(Run run) {
    return store.newest(run).map(it -> grading.hiding(it).map(by -> whole(run, it, by)).orElse(it));
  }

  /// @param shown the part of it that was not hidden when it was given
  private Verdict whole(Run run, Verdict shown, Assignment by) {
    return store
        .whole(run)
        .filter(it -> Objects.equals(it.version(), shown.version()))
        .orElseGet(() -> kept(run, shown, grading.grade(run, outcome(run), by)));
  }

  /// Of a verdict that an earlier version of the lab gave, and which is graded again to be seen
  /// whole: once, unless another has been given in the meantime.
  private Verdict kept(Run run, Verdict shown, Graded graded) {
    database.transaction().executeWithoutResult(transaction -> store.keepWhole(run, shown, graded));
    return graded.whole();
  }

  private static RunOutcome outcome(Run graded) {
    return Objects.requireNonNull(graded.outcome(), "a graded run has an outcome");
  }

  /// What runs are worth that were made together, one for each machine: none as long as one of them
  /// has no verdict.
  public Optional<Verdict> joint(List<Run> round) {
    return joint(round, this::find);
  }

  /// The same with the checks that are not for students.
  public Optional<Verdict> jointWhole(List<Run> round) {
    return joint(round, this::whole);
  }

  /// The run's points, as students may see them now.
  public Optional<Run.Score> score(Run run) {
    return run.lateScore() != null && assignments.isOver(run.assignment())
        ? Optional.of(run.lateScore())
        : Optional.ofNullable(run.score());
  }

  /// Those of runs that were made together.
  public Optional<Run.Score> score(List<Run> round) {
    if (round.stream().anyMatch(it -> it.score() == null)) {
      return Optional.empty();
    }
    return round.size() == 1 ? score(round.getFirst()) : joint(round).map(Run.Score::of);
  }

  private static Optional<Verdict> joint(
      List<Run> round, Function<Run, Optional<Verdict>> verdict) {
    var all = new ArrayList<OnMachine>();
    for (Run run : round) {
      verdict.apply(run).ifPresent(it -> all.add(new OnMachine(run.plan().machine(), it)));
    }
    return all.isEmpty() || all.size() < round.size()
        ? Optional.empty()
        : Optional.of(SeveralMachines.verdict(all));
  }

  /// Every one that was given to the run, the first one first.
  public List<Given> given(Run run) {
    return store.all(run).stream()
        .map(it -> new Given(it.at(), it.reason(), store.read(it.text())))
        .toList();
  }

  /// What runs that were made together are worth by another version; given to nobody yet.
  public static final class Again {
    private final Map<Run, Graded> runs = new LinkedHashMap<>();

    private Again() {}

    /// With the checks that are not for students.
    public Verdict joint() {
      return RunVerdicts.joint(
              List.copyOf(runs.keySet()),
              run -> Optional.ofNullable(runs.get(run)).map(Graded::whole))
          .orElseThrow();
    }
  }

  /// Grades anew from the evidence. Empty when one of them has not ended, is not for marks, or the
  /// lab failed.
  public Optional<Again> again(List<Run> round, Assignment by) {
    if (round.isEmpty() || !round.stream().allMatch(RunVerdicts::isGraded)) {
      return Optional.empty();
    }
    var again = new Again();
    round.forEach(run -> again.runs.put(run, grading.grade(run, outcome(run), by)));
    return Optional.of(again);
  }

  private static boolean isGraded(Run run) {
    return run.outcome() != null && RunGrading.isGraded(run, run.outcome());
  }

  /// From now on that counts. Done twice it changes nothing the second time.
  public void give(Again again, String reason) {
    var moved = new LinkedHashMap<Run, Graded>(again.runs);
    moved.entrySet().removeIf(it -> Optional.of(it.getValue().shown()).equals(find(it.getKey())));
    if (moved.isEmpty()) {
      return;
    }
    List<Part> parts = new ArrayList<>();
    again.runs.forEach((run, it) -> parts.add(new Part(run, outcome(run), it.whole())));
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              moved.forEach((run, graded) -> store.add(run, graded, reason));
              notice.announce(parts);
            });
  }

  /// Keeps the run's first verdict, but for what is in its evidence, and tells of what the runs
  /// that were made together are worth if with this one the last has its own. To be called in the
  /// transaction that ends it.
  void given(Run ended, RunOutcome outcome, Graded graded) {
    if (graded.hides()) {
      store.keepWhole(ended, graded);
    }
    notice.announceLast(new Part(ended, outcome, graded.whole()), this::whole);
  }
}
