// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

import dev.kernellab.api.storage.Database;
import dev.kernellab.api.storage.Signal;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.RunEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The append-only evidence of every run. An attempt's number is its right to append: opening the
/// next one takes that right from all before it.
@Component
public class EvidenceLog {
  private static final int AT_A_TIME = 32;

  private final Database database;
  private final JdbcTemplate batches;
  private final Signal signal;
  private final Clock clock;

  EvidenceLog(Database database, Signal signal, Clock clock) {
    this.database = database;
    this.batches = new JdbcTemplate(database.writer());
    this.signal = signal;
    this.clock = clock;
  }

  /// Gives the right to append to `attempt`.
  ///
  /// @return false when a newer one, or this one, has it already
  public boolean open(String run, int attempt) {
    return database
            .write()
            .sql(
                """
                insert into evidence_head (run, attempt, last_seq) values (:run, :attempt, 0)
                on conflict (run) do update set attempt = excluded.attempt
                where evidence_head.attempt < excluded.attempt
                """)
            .param("run", run)
            .param("attempt", attempt)
            .update()
        == 1;
  }

  /// Appends all or none. To be called in a transaction; waiting viewers are told once it is
  /// committed.
  ///
  /// @throws StaleAttemptException when a newer attempt has been opened
  public void append(String run, int attempt, List<NewEvent> events) {
    long last = reserve(run, attempt, events.size());
    long first = last - events.size() + 1;
    long now = clock.millis();
    batches.batchUpdate(
        "insert into evidence (run, seq, attempt, type, data, capture, at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        new Rows(run, attempt, first, now, events));
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            signal.announce(topic(run));
          }
        });
  }

  private long reserve(String run, int attempt, int count) {
    return database
        .write()
        .sql(
            """
            update evidence_head set last_seq = last_seq + :count
            where run = :run and attempt = :attempt returning last_seq
            """)
        .param("count", count)
        .param("run", run)
        .param("attempt", attempt)
        .query(Long.class)
        .optional()
        .orElseThrow(() -> new StaleAttemptException(run, attempt));
  }

  /// Calls `listener` soon after new evidence of `run` has been committed, by whichever replica; it
  /// must not block.
  public Signal.Subscription listen(String run, Runnable listener) {
    return signal.listen(topic(run), listener);
  }

  private static String topic(String run) {
    return "evidence/" + run;
  }

  /// At most `limit` events that come after number `after`.
  public List<EvidenceEvent> after(String run, long after, int limit) {
    return database
        .read()
        .sql(
            """
            select seq, attempt, type, data, at from evidence
            where run = :run and seq > :after order by seq limit :limit
            """)
        .param("run", run)
        .param("after", after)
        .param("limit", limit)
        .query(EvidenceLog::event)
        .list();
  }

  /// All events of all attempts, in order, some at a time as the iteration comes to them.
  public Iterable<EvidenceEvent> all(String run) {
    return () ->
        Stream.iterate(
                after(run, 0, AT_A_TIME),
                some -> !some.isEmpty(),
                some -> after(run, some.getLast().seq(), AT_A_TIME))
            .flatMap(List::stream)
            .iterator();
  }

  /// All events of one type from one attempt.
  public List<EvidenceEvent> ofType(String run, int attempt, String type) {
    return database
        .read()
        .sql(
            """
            select seq, attempt, type, data, at from evidence
            where run = :run and attempt = :attempt and type = :type order by seq
            """)
        .param("run", run)
        .param("attempt", attempt)
        .param("type", type)
        .query(EvidenceLog::event)
        .list();
  }

  /// What a runner said in one attempt, in order, some of it at a time as the iteration comes to
  /// it.
  public Iterable<RunEvent> said(String run, int attempt) {
    return () ->
        StreamSupport.stream(all(run).spliterator(), false)
            .filter(event -> event.attempt() == attempt)
            .flatMap(event -> said(run, event).stream())
            .iterator();
  }

  private Optional<RunEvent> said(String run, EvidenceEvent event) {
    return event.type().equals("snapshot")
        ? nextCapture(run, event.attempt(), event.seq() - 1)
            .map(it -> new RunEvent.SnapshotTaken(it.capture()))
        : EvidenceJson.said(event.type(), event.data());
  }

  /// How much is stored of one attempt.
  public long bytes(String run, int attempt) {
    return database
        .read()
        .sql(
            """
            select coalesce(sum(length(data) + coalesce(length(capture), 0)), 0) from evidence
            where run = :run and attempt = :attempt
            """)
        .param("run", run)
        .param("attempt", attempt)
        .query(Long.class)
        .single();
  }

  private static EvidenceEvent event(ResultSet row, int index) throws SQLException {
    return new EvidenceEvent(
        row.getLong("seq"),
        row.getInt("attempt"),
        row.getString("type"),
        row.getString("data"),
        row.getLong("at"));
  }

  /// The captures of one attempt, in order. Read one by one as the iteration comes to them: a
  /// hostile kernel's page tables make some large, and all of them together too much to hold.
  public Iterable<NumberedCapture> captures(String run, int attempt) {
    return () ->
        Stream.iterate(
                nextCapture(run, attempt, 0),
                Optional::isPresent,
                it -> nextCapture(run, attempt, it.orElseThrow().seq()))
            .map(Optional::orElseThrow)
            .iterator();
  }

  private Optional<NumberedCapture> nextCapture(String run, int attempt, long after) {
    return database
        .read()
        .sql(
            """
            select seq, capture from evidence
            where run = :run and attempt = :attempt and type = 'snapshot' and seq > :after
            order by seq limit 1
            """)
        .param("run", run)
        .param("attempt", attempt)
        .param("after", after)
        .query(
            (row, index) ->
                new NumberedCapture(
                    row.getLong("seq"), EvidenceJson.unpack(row.getBytes("capture"))))
        .optional();
  }

  /// @param seq the number of the capture's event in the run
  public record NumberedCapture(long seq, Capture capture) {}

  private record Rows(String run, int attempt, long first, long now, List<NewEvent> events)
      implements BatchPreparedStatementSetter {
    @Override
    public void setValues(PreparedStatement row, int index) throws SQLException {
      NewEvent event = events.get(index);
      Capture capture = event.capture();
      row.setString(1, run);
      row.setLong(2, first + index);
      row.setInt(3, attempt);
      row.setString(4, event.type());
      row.setString(5, EvidenceJson.line(event.data()));
      row.setBytes(6, capture == null ? null : EvidenceJson.pack(capture));
      row.setLong(7, event.at() == null ? now : event.at());
    }

    @Override
    public int getBatchSize() {
      return events.size();
    }
  }
}
