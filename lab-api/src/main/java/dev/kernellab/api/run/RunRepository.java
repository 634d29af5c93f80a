// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.Booted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The rows of runs; what an attempt changes of one is [AttemptRow]'s.
@Component
class RunRepository {
  private static final String SELECT =
      """
      select run.*, submission.label, submission.assignment, submission.sha256
      from run join submission on submission.id = run.submission
      """;

  private final Database database;
  private final JsonMapper json;
  private final RunRowMapper mapper;

  RunRepository(Database database, JsonMapper json) {
    this.database = database;
    this.json = json;
    this.mapper = new RunRowMapper(json);
  }

  /// @param round the run on the first machine; may be this one
  void insert(String id, String submission, String round, RunPlan plan, long now) {
    database
        .write()
        .sql(
            """
            insert into run
              (id, submission, round, plan, state, attempt, faults, snapshots, created_at)
            values (:id, :submission, :round, :plan, 'QUEUED', 1, 0, 0, :now)
            """)
        .param("id", id)
        .param("submission", submission)
        .param("round", round.equals(id) ? null : round)
        .param("plan", json.writeValueAsString(plan))
        .param("now", now)
        .update();
  }

  Optional<Run> find(String id) {
    return one(database.read(), id, "");
  }

  /// As the transaction sees it; nobody else changes it until the transaction ends. Whoever locks a
  /// run and its evidence locks the run first.
  Optional<Run> findForChange(String id) {
    return one(database.write(), id, database.exclusive() ? "" : " for no key update of run");
  }

  private Optional<Run> one(JdbcClient client, String id, String lock) {
    return client
        .sql(SELECT + "where run.id = :id" + lock)
        .param("id", id)
        .query(mapper)
        .optional();
  }

  /// What one attempt of it changes.
  AttemptRow attempt(Run run) {
    return new AttemptRow(database, json, run);
  }

  void noteWatched(Set<String> ids, long now, long period) {
    database
        .write()
        .sql(
            """
            update run set watched_at = :now
            where id in (:ids) and ended_at is null
              and (watched_at is null or watched_at < :before)
            """)
        .param("now", now)
        .param("ids", ids)
        .param("before", now - period)
        .update();
  }

  /// Newest first, those before `cursor`.
  List<Run> page(String cursor, int limit) {
    return database
        .read()
        .sql(SELECT + "where run.id < :cursor order by run.id desc limit :limit")
        .param("cursor", cursor)
        .param("limit", limit)
        .query(mapper)
        .list();
  }

  /// Graded or to be graded, oldest first, those after `cursor`.
  List<Run> ofAssignment(String slug, String cursor, int limit) {
    return database
        .read()
        .sql(
            SELECT
                + """
                where submission.assignment = :slug and submission.mode = 'GRADED'
                  and run.id > :cursor
                order by run.id limit :limit
                """)
        .param("slug", slug)
        .param("cursor", cursor)
        .param("limit", limit)
        .query(mapper)
        .list();
  }

  /// By machine, in the assignment's order.
  List<Run> ofRound(String round) {
    return database
        .read()
        .sql(SELECT + "where run.id = :round or run.round = :round order by run.id")
        .param("round", round)
        .query(mapper)
        .list();
  }

  /// The run on the first machine, of those that were made last.
  Optional<String> latestRoundOf(String submission) {
    return database
        .read()
        .sql("select max(id) from run where submission = :submission and round is null")
        .param("submission", submission)
        .query(String.class)
        .optional();
  }

  int waiting() {
    return database
        .read()
        .sql("select count(*) from run where state <> 'ENDED' and begun_at is null")
        .query(Integer.class)
        .single();
  }

  /// When the run that has waited longest was submitted, in milliseconds since 1970.
  Optional<Long> waitingSince() {
    return database
        .read()
        .sql("select min(created_at) from run where state <> 'ENDED' and begun_at is null")
        .query(Long.class)
        .optional();
  }

  Optional<Booted> booted(String id) {
    return database
        .read()
        .sql("select booted from run where id = :id and booted is not null")
        .param("id", id)
        .query(String.class)
        .optional()
        .map(it -> json.readValue(it, Booted.class));
  }

  /// What the run is worth now, and what once the deadline has passed where that is something else.
  void score(String id, Run.Score score, Run.@Nullable Score late) {
    database
        .write()
        .sql(
            """
            update run set score = :score, score_max = :max,
              late_score = :late, late_score_max = :lateMax
            where id = :id
            """)
        .param("score", score.score())
        .param("max", score.max())
        .param("late", late == null ? null : late.score())
        .param("lateMax", late == null ? null : late.max())
        .param("id", id)
        .update();
  }

  /// When the submission was first run, in milliseconds since 1970: as it was handed in.
  long handedIn(String submission) {
    return database
        .read()
        .sql("select min(created_at) from run where submission = :submission")
        .param("submission", submission)
        .query(Long.class)
        .single();
  }

  /// The first to ask decides why.
  void requestStop(String id, String code) {
    database
        .write()
        .sql("update run set stop_code = coalesce(stop_code, :code) where id = :id")
        .param("code", code)
        .param("id", id)
        .update();
  }
}
