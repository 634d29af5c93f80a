// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.databind.json.JsonMapper;

/// A row of `run`, joined with its submission, as a [Run].
final class RunRowMapper implements RowMapper<Run> {
  private final JsonMapper json;

  RunRowMapper(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Run mapRow(ResultSet row, int index) throws SQLException {
    return new Run(
        row.getString("id"),
        row.getString("submission"),
        round(row),
        row.getString("label"),
        row.getString("assignment"),
        row.getString("sha256"),
        json.readValue(row.getString("plan"), RunPlan.class),
        RunState.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getInt("faults"),
        row.getString("stop_code"),
        outcome(row.getString("outcome")),
        score(row, "score"),
        score(row, "late_score"),
        seal(row),
        number(row, "instructions"),
        row.getInt("snapshots"),
        number(row, "watched_at"),
        times(row));
  }

  private static String round(ResultSet row) throws SQLException {
    String first = row.getString("round");
    return first == null ? row.getString("id") : first;
  }

  private @Nullable RunOutcome outcome(@Nullable String text) {
    return text == null ? null : json.readValue(text, RunOutcome.class);
  }

  private static Run.@Nullable Score score(ResultSet row, String column) throws SQLException {
    int max = row.getInt(column + "_max");
    return row.wasNull() ? null : new Run.Score(row.getInt(column), max);
  }

  private static Run.@Nullable Seal seal(ResultSet row) throws SQLException {
    Long bytes = number(row, "evidence_bytes");
    return bytes == null ? null : new Run.Seal(row.getString("evidence_sha256"), bytes);
  }

  private static Run.Times times(ResultSet row) throws SQLException {
    return new Run.Times(
        row.getLong("created_at"),
        number(row, "begun_at"),
        number(row, "building_at"),
        number(row, "booting_at"),
        number(row, "running_at"),
        number(row, "grading_at"),
        number(row, "ended_at"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
