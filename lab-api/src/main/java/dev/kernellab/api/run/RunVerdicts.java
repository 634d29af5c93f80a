// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.hook.VerdictHooks;
import dev.kernellab.api.run.RoundNotice.Part;
import dev.kernellab.api.storage.Database;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.verdict.SeveralMachines;
import dev.kernellab.grading.verdict.SeveralMachines.OnMachine;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The verdicts that were given, as they are stored: a run's first with its evidence, later ones
/// beside it. None is ever taken back; the last counts.
@Component
public class RunVerdicts {
  private static final String FIRST = "Given when the run had ended.";

  private final EvidenceLog evidence;
  private final RunRepository runs;
  private final RunGrading grading;
  private final VerdictHooks hooks;
  private final Database database;
  private final JsonMapper json;
  private final Clock clock;

  RunVerdicts(
      EvidenceLog evidence,
      RunRepository runs,
      RunGrading grading,
      VerdictHooks hooks,
      Database database,
      JsonMapper json,
      Clock clock) {
    this.evidence = evidence;
    this.runs = runs;
    this.grading = grading;
    this.hooks = hooks;
    this.database = database;
    this.json = json;
    this.clock = clock;
  }

  /// @param reason why it was given
  public record Given(Instant at, String reason, Verdict verdict) {}

  private record Stored(Instant at, String reason, String text) {}

  /// The newest of the run's, in JSON.
  public Optional<String> text(Run run) {
    return find(run).map(json::writeValueAsString);
  }

  /// The newest of the run's, as students may see it now: after the deadline it may be more.
  public Optional<Verdict> find(Run run) {
    return stored(run)
        .map(
            it ->
                grading
                    .hiding(it)
                    .filter(grading::isOver)
                    .map(by -> grading.grade(run, outcome(run), by))
                    .orElse(it));
  }

  /// The same with the checks that are not for students; given again from the evidence.
  private Optional<Verdict> whole(Run run) {
    return stored(run)
        .map(it -> grading.hiding(it).map(by -> grading.whole(run, outcome(run), by)).orElse(it));
  }

  private static RunOutcome outcome(Run graded) {
    return Objects.requireNonNull(graded.outcome(), "a graded run has an outcome");
  }

  private Optional<Verdict> stored(Run run) {
    List<Stored> all = all(run);
    return all.isEmpty() ? Optional.empty() : Optional.of(read(all.getLast().text()));
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

  /// The points of that alone.
  public Optional<Run.Score> score(List<Run> round) {
    if (round.stream().anyMatch(it -> it.score() == null)) {
      return Optional.empty();
    }
    return round.size() == 1
        ? Optional.ofNullable(round.getFirst().score())
        : joint(round).map(it -> new Run.Score(it.score(), it.max()));
  }

  /// [#jointWhole] by another version; nothing is stored.
  public Optional<Verdict> jointAgain(List<Run> round, Assignment by) {
    return joint(
        round,
        run ->
            isGraded(run) ? Optional.of(grading.whole(run, outcome(run), by)) : Optional.empty());
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
    return all(run).stream().map(it -> new Given(it.at(), it.reason(), read(it.text()))).toList();
  }

  private List<Stored> all(Run run) {
    var all = new ArrayList<Stored>();
    for (EvidenceEvent event : evidence.ofType(run.id(), run.attempt(), "verdict")) {
      all.add(new Stored(Instant.ofEpochMilli(event.at()), FIRST, event.data()));
    }
    all.addAll(
        database
            .read()
            .sql("select at, reason, data from verdict where run = :run order by number")
            .param("run", run.id())
            .query(
                (row, index) ->
                    new Stored(
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("reason"),
                        row.getString("data")))
            .list());
    return all;
  }

  /// Not when the run has not ended, is not for marks, or the lab failed.
  private static boolean isGraded(Run run) {
    return run.outcome() != null && RunGrading.isGraded(run, run.outcome());
  }

  /// What runs that were made together are worth by another version; from now on that counts. Done
  /// twice it changes nothing the second time.
  public void giveAgain(List<Run> round, Assignment by, String reason) {
    var moved = new LinkedHashMap<Run, Verdict>();
    for (Run run : round) {
      Optional.of(grading.grade(run, outcome(run), by))
          .filter(it -> !Optional.of(it).equals(find(run)))
          .ifPresent(it -> moved.put(run, it));
    }
    if (moved.isEmpty()) {
      return;
    }
    List<Part> parts =
        round.stream()
            .map(
                run ->
                    Part.of(
                        run, Optional.ofNullable(moved.get(run)).or(() -> find(run)).orElseThrow()))
            .toList();
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              moved.forEach((run, verdict) -> give(run, verdict, reason));
              hooks.announce(RoundNotice.of(parts));
            });
  }

  private void give(Run run, Verdict verdict, String reason) {
    runs.findForChange(run.id()); // one after another
    database
        .write()
        .sql(
            """
            insert into verdict (run, number, reason, data, at)
            select :run, coalesce(max(number), 0) + 1, :reason, :data, :at
            from verdict where run = :run
            """)
        .param("run", run.id())
        .param("reason", reason)
        .param("data", json.writeValueAsString(verdict))
        .param("at", clock.millis())
        .update();
    runs.score(run.id(), new Run.Score(verdict.score(), verdict.max()));
  }

  /// Tells of what runs that were made together are worth, if with this one the last has its
  /// verdict. To be called in the transaction that ends it: of those that end at the same time the
  /// last sees the others.
  void announce(Run ended, RunOutcome outcome, Verdict verdict) {
    if (!hooks.tellSomebody()) {
      return;
    }
    runs.findForChange(ended.round());
    var parts = new ArrayList<Part>();
    List<Run> round = runs.ofRound(ended.round());
    for (Run run : round) {
      if (run.id().equals(ended.id())) {
        parts.add(new Part(run, outcome, verdict));
      } else {
        find(run).ifPresent(it -> parts.add(Part.of(run, it)));
      }
    }
    if (parts.size() == round.size()) {
      hooks.announce(RoundNotice.of(parts));
    }
  }

  private Verdict read(String text) {
    return json.readValue(text, Verdict.class);
  }
}
