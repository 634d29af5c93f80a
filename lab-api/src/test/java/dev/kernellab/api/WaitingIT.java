// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.Postgres;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.TestDatabase;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What it is like to wait for the one worker there is.
@Timeout(60)
class WaitingIT {
  @TempDir private Path home;
  private final ScriptedRunner runner = new ScriptedRunner();

  private Lab start(TestDatabase database, String heartbeat) {
    runner.script("holds", WaitingIT::hold);
    runner.script("is failed once", WaitingIT::failOnce);
    return Lab.start(
        home, runner, database.fresh(), "lab.runs.workers=1", "lab.heartbeat=" + heartbeat);
  }

  private static RunOutcome hold(ScriptedRunner.Stage stage) throws InterruptedException {
    stage.say(new RunEvent.StateChanged(RunState.RUNNING, stage.request().attempt()));
    stage.awaitWish();
    return ScriptedRunner.COMPLETED;
  }

  private static RunOutcome failOnce(ScriptedRunner.Stage stage) {
    return stage.request().attempt() == 1 ? ScriptedRunner.LAB_FAULT : ScriptedRunner.COMPLETED;
  }

  /// But for the one that a free worker has at hand already: the queue is looked at once a second.
  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aRunThatTheLabFailsKeepsItsPlace(TestDatabase database) {
    try (Lab lab = start(database, "2s")) {
      String first = lab.submit("holds", "mode", "interactive");
      awaitRunning(lab, first);
      String failed = lab.submit("is failed once");
      String atHand = lab.submit("holds", "mode", "interactive");
      String later = lab.submit("ends at once");
      release(lab, first);
      long last = awaitRunning(lab, atHand);
      try (EventReader events = lab.watch(atHand, last)) {
        events.awaitComment();
        events.comments().clear();
        events.awaitComment(); // two seconds later
      }
      release(lab, atHand);
      lab.eventsAfter(failed, 0);
      lab.eventsAfter(later, 0);
      assertThat(runner.started())
          .extracting(RunRequest::run)
          .containsSubsequence(failed, failed, later);
    }
  }

  /// Or a browser would take the lab for lost until the next heartbeat.
  @Test
  void aStreamIsOpenBeforeThereIsAnythingToSay() {
    try (Lab lab = start(TestDatabase.SQLITE, "10m")) {
      String run = lab.submit("holds", "mode", "interactive");
      long last = awaitRunning(lab, run);
      try (EventReader resumed = lab.watch(run, last)) {
        resumed.awaitComment();
        release(lab, run);
        assertThat(resumed.until("ended").id()).isGreaterThan(last);
      }
    }
  }

  /// Their reading stands still here because nobody may read evidence; in life there are so many.
  @Test
  void aCrowdOfViewersDoesNotKeepOthersFromReading() throws SQLException {
    List<String> database = Postgres.shared().newDatabase();
    runner.script("holds", WaitingIT::hold);
    List<EventReader> crowd = new ArrayList<>();
    try (Lab lab = Lab.start(home, runner, database, "lab.heartbeat=100ms");
        Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      String run = lab.submit("holds", "mode", "interactive");
      long last = awaitRunning(lab, run);
      for (int i = 0; i < 20; i++) {
        crowd.add(lab.watch(run, last));
      }
      connection.setAutoCommit(false);
      statement.execute("lock table evidence in access exclusive mode");
      while (waitingForTheLock(statement) < 3) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 20; i++) {
        assertThat(lab.get("/api/v1/runs/" + run).statusCode()).isEqualTo(200);
      }
      connection.rollback();
      release(lab, run);
      crowd.forEach(viewer -> viewer.until("ended"));
    } finally {
      crowd.forEach(EventReader::close);
    }
  }

  private static int waitingForTheLock(Statement statement) throws SQLException {
    try (ResultSet count =
        statement.executeQuery("select count(*) from pg_locks where not granted")) {
      count.next();
      return count.getInt(1);
    }
  }

  private static Connection connect(List<String> database) throws SQLException {
    String url = database.getFirst().substring("spring.datasource.url=".length());
    return DriverManager.getConnection(url, "postgres", "");
  }

  /// @return the number of the event that said so
  private static long awaitRunning(Lab lab, String run) {
    try (EventReader events = lab.watch(run, 0)) {
      var event = events.until("state");
      while (!event.data().path("state").asString().equals("RUNNING")) {
        event = events.until("state");
      }
      return event.id();
    }
  }

  private static void release(Lab lab, String run) {
    var typed =
        lab.request("/api/v1/runs/" + run + "/input")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("on"));
    assertThat(lab.send(typed).statusCode()).isEqualTo(202);
  }
}
