// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.storage.Database;
import dev.kernellab.grading.verdict.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Where verdicts are kept: a run's first with its evidence, later ones beside it, and of the
/// newest what students do not see, so that it need not be graded again to be looked at.
@Component
class VerdictStore {
  private static final String FIRST = "Given when the run had ended.";

  private final EvidenceLog evidence;
  private final RunRepository runs;
  private final Database database;
  private final JsonMapper json;
  private final Clock clock;

  VerdictStore(
      EvidenceLog evidence, RunRepository runs, Database database, JsonMapper json, Clock clock) {
    this.evidence = evidence;
    this.runs = runs;
    this.database = database;
    this.json = json;
    this.clock = clock;
  }

  /// @param text in JSON
  record Stored(Instant at, String reason, String text) {}

  /// As students might see them when they were given, the first one first.
  List<Stored> all(Run run) {
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

  Optional<Verdict> newest(Run run) {
    List<Stored> all = all(run);
    return all.isEmpty() ? Optional.empty() : Optional.of(read(all.getLast().text()));
  }

  /// The newest with everything, if it hides something and an earlier version of the lab did not
  /// give it.
  Optional<Verdict> whole(Run run) {
    return database
        .read()
        .sql("select data from whole_verdict where run = :run")
        .param("run", run.id())
        .query(String.class)
        .optional()
        .map(this::read);
  }

  /// Keeps what the run's newest verdict does not tell; takes part in the transaction that gives
  /// it.
  void keepWhole(Run run, Graded graded) {
    Run.Score late = graded.hides() ? Run.Score.of(graded.late()) : null;
    runs.score(run.id(), Run.Score.of(graded.shown()), late);
    if (!graded.hides()) {
      return;
    }
    database
        .write()
        .sql(
            """
            insert into whole_verdict (run, data) values (:run, :data)
            on conflict (run) do update set data = excluded.data
            """)
        .param("run", run.id())
        .param("data", json.writeValueAsString(graded.whole()))
        .update();
  }

  /// The same for a verdict that was given before, if it is still the newest.
  void keepWhole(Run run, Verdict shown, Graded graded) {
    runs.findForChange(run.id()); // nobody gives another until this is kept
    if (newest(run).filter(shown::equals).isPresent()) {
      keepWhole(run, new Graded(graded.whole(), shown, graded.late(), graded.hides()));
    }
  }

  /// One more, in the caller's transaction.
  void add(Run run, Graded graded, String reason) {
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
        .param("data", json.writeValueAsString(graded.shown()))
        .param("at", clock.millis())
        .update();
    keepWhole(run, graded);
  }

  Verdict read(String text) {
    return json.readValue(text, Verdict.class);
  }
}
