// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class SubmissionRepository {
  private final Database database;

  SubmissionRepository(Database database) {
    this.database = database;
  }

  /// @return false when the key has been used before; then nothing is stored
  boolean insert(Submission submission, Optional<String> idempotencyKey) {
    return database
            .write()
            .sql(
                """
                insert into submission
                  (id, sha256, kind, label, assignment, mode, idempotency_key, created_at)
                values (:id, :sha256, :kind, :label, :assignment, :mode, :key, :createdAt)
                on conflict (idempotency_key) do nothing
                """)
            .param("id", submission.id())
            .param("sha256", submission.sha256())
            .param("kind", submission.kind().name())
            .param("label", submission.label())
            .param("assignment", submission.assignment())
            .param("mode", submission.mode().name())
            .param("key", idempotencyKey.orElse(null))
            .param("createdAt", submission.createdAt().toEpochMilli())
            .update()
        == 1;
  }

  Optional<Submission> find(String id) {
    return database
        .read()
        .sql("select * from submission where id = :id")
        .param("id", id)
        .query(SubmissionRepository::submission)
        .optional();
  }

  Optional<Submission> findByKey(String idempotencyKey) {
    return database
        .read()
        .sql("select * from submission where idempotency_key = :key")
        .param("key", idempotencyKey)
        .query(SubmissionRepository::submission)
        .optional();
  }

  /// How many somebody has handed in for marks: not those that the lab failed, or that were
  /// stopped.
  int counted(String assignment, String label) {
    return database
        .write()
        .sql(
            """
            select count(*) from submission
            where assignment = :assignment and label = :label and mode = 'GRADED'
              and exists (
                select 1 from run as head
                where head.submission = submission.id and head.round is null
                  and not exists (
                    select 1 from run as one
                    where (one.id = head.id or one.round = head.id)
                      and one.state = 'ENDED' and one.score is null))
            """)
        .param("assignment", assignment)
        .param("label", label)
        .query(Integer.class)
        .single();
  }

  /// Newest first, those before `cursor`.
  List<Submission> page(String cursor, int limit) {
    return database
        .read()
        .sql("select * from submission where id < :cursor order by id desc limit :limit")
        .param("cursor", cursor)
        .param("limit", limit)
        .query(SubmissionRepository::submission)
        .list();
  }

  private static Submission submission(ResultSet row, int index) throws SQLException {
    return new Submission(
        row.getString("id"),
        row.getString("sha256"),
        KernelKind.valueOf(row.getString("kind")),
        row.getString("label"),
        row.getString("assignment"),
        RunMode.valueOf(row.getString("mode")),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
