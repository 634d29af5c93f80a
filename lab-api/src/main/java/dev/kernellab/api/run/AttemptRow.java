// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// A run's row, as one attempt changes it. Every change names the attempt it is made for, so that a
/// worker whose run was given to somebody else changes nothing.
final class AttemptRow {
  private final Database database;
  private final JsonMapper json;
  private final Run run;

  AttemptRow(Database database, JsonMapper json, Run run) {
    this.database = database;
    this.json = json;
    this.run = run;
  }

  void begin(long now) {
    changed(
        database
            .write()
            .sql(
                """
                update run set begun_at = :now, faults = faults + 1
                where id = :id and attempt = :attempt
                """)
            .param("now", now));
  }

  /// Back into the queue as the next attempt, with nothing of the last.
  void restart(int faults) {
    changed(
        database
            .write()
            .sql(
                """
                update run set state = 'QUEUED', attempt = attempt + 1, faults = :faults,
                  instructions = null, snapshots = 0, begun_at = null, booted = null, building_at = null,
                  booting_at = null, running_at = null, grading_at = null
                where id = :id and attempt = :attempt
                """)
            .param("faults", faults));
  }

  void progress(RunProgress progress) {
    for (RunProgress.Entered entered : progress.states()) {
      changed(
          database
              .write()
              .sql(
                  "update run set state = :state, "
                      + column(entered.state())
                      + " = :at where id = :id and attempt = :attempt")
              .param("state", entered.state().name())
              .param("at", entered.at()));
    }
    if (progress.instructions() != null || progress.snapshots() > 0) {
      changed(
          database
              .write()
              .sql(
                  """
                  update run set instructions = coalesce(:instructions, instructions),
                    snapshots = snapshots + :snapshots
                  where id = :id and attempt = :attempt
                  """)
              .param("instructions", progress.instructions())
              .param("snapshots", progress.snapshots()));
    }
  }

  void booted(Booted booted) {
    changed(
        database
            .write()
            .sql("update run set booted = :booted where id = :id and attempt = :attempt")
            .param("booted", json.writeValueAsString(booted)));
  }

  void end(RunOutcome outcome, Run.@Nullable Score score, Run.Seal seal, long now) {
    changed(
        database
            .write()
            .sql(
                """
                update run set state = 'ENDED', outcome = :outcome, ended_at = :now,
                  score = :score, score_max = :max,
                  evidence_sha256 = :sha256, evidence_bytes = :bytes
                where id = :id and attempt = :attempt and ended_at is null
                """)
            .param("outcome", json.writeValueAsString(outcome))
            .param("now", now)
            .param("score", score == null ? null : score.score())
            .param("max", score == null ? null : score.max())
            .param("sha256", seal.sha256())
            .param("bytes", seal.bytes()));
  }

  private void changed(JdbcClient.StatementSpec update) {
    int rows = update.param("id", run.id()).param("attempt", run.attempt()).update();
    if (rows != 1) {
      throw new IllegalStateException(
          "run " + run.id() + ": attempt " + run.attempt() + " is over, it changes nothing");
    }
  }

  private static String column(RunState state) {
    return switch (state) {
      case QUEUED -> "created_at";
      case BUILDING -> "building_at";
      case BOOTING -> "booting_at";
      case RUNNING -> "running_at";
      case GRADING -> "grading_at";
      case ENDED -> "ended_at";
    };
  }
}
