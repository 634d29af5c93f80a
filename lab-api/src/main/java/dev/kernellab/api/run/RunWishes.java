// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.storage.Database;
import dev.kernellab.api.storage.Signal;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.KernelRunner.LiveRun;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What is asked of a run that is under way: at once when it is live here; when it is live on
/// another replica, through a row that the other is told of, and looks for now and then all the
/// same. That a run is to stop stands in its own row.
@Component
class RunWishes {
  private static final Logger LOG = LoggerFactory.getLogger(RunWishes.class);
  private static final int MOST_WAITING = 64;
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private final Database database;
  private final RunRepository runs;
  private final LiveRuns live;
  private final Signal signal;
  private final Clock clock;

  /// What was typed is typed in order: one reader at a time.
  private final ReentrantLock reading = new ReentrantLock();

  RunWishes(Database database, RunRepository runs, LiveRuns live, Signal signal, Clock clock) {
    this.database = database;
    this.runs = runs;
    this.live = live;
    this.signal = signal;
    this.clock = clock;
  }

  /// @param typed bytes for the serial port; null asks for a capture
  private record Wish(int attempt, byte @Nullable [] typed) {
    void of(LiveRun handle) {
      if (typed == null) {
        handle.requestCapture();
      } else {
        handle.type(typed);
      }
    }
  }

  /// @throws Problem `RUN_NOT_LIVE` when it waits or has ended
  void type(Run run, byte[] text) {
    wish(run, new Wish(run.attempt(), text));
  }

  /// @throws Problem `RUN_NOT_LIVE` when it waits or has ended
  void capture(Run run) {
    wish(run, new Wish(run.attempt(), null));
  }

  /// To be called once the wish stands in the run's row.
  void stop(String run) {
    live.find(run).ifPresentOrElse(LiveRun::cancel, () -> signal.announce(topic(run)));
  }

  private void wish(Run run, Wish wish) {
    Optional<LiveRun> here = live.find(run.id());
    if (here.isPresent()) {
      wish.of(here.get());
    } else if (database.exclusive() || !run.hasMachine()) {
      throw notLive(run);
    } else if (post(run.id(), wish)) {
      signal.announce(topic(run.id()));
    } else {
      throw new Problem(
          HttpStatus.TOO_MANY_REQUESTS,
          "INPUT_TOO_FAST",
          "The run has not yet taken what was sent to it before. Try again in a second.");
    }
  }

  private boolean post(String run, Wish wish) {
    return database
            .write()
            .sql(
                """
                insert into wish (run, attempt, typed, at) select :run, :attempt, :typed, :now
                where (select count(*) from wish where run = :run) < :most
                """)
            .param("run", run)
            .param("attempt", wish.attempt())
            .param("typed", wish.typed())
            .param("now", clock.millis())
            .param("most", MOST_WAITING)
            .update()
        == 1;
  }

  /// From now on what is asked elsewhere of a run that is live here reaches it.
  Signal.Subscription listen(String run) {
    return signal.listen(topic(run), () -> Thread.startVirtualThread(() -> look(run)));
  }

  /// Does what has been asked of a run that is live here; ends it when it has been given to another
  /// replica meanwhile, which took this one for dead.
  void look(String run) {
    reading.lock();
    try {
      Optional<LiveRun> handle = live.find(run);
      Optional<Run> row = runs.find(run);
      if (handle.isEmpty() || row.isEmpty()) {
        return;
      }
      if (row.get().stopCode() != null || row.get().attempt() != live.attempt(run)) {
        handle.get().cancel();
      }
      take(run).stream()
          .filter(wish -> wish.attempt() == live.attempt(run))
          .forEach(wish -> wish.of(handle.get()));
    } catch (DataAccessException e) {
      LOG.debug("run {}: the database does not answer, looked at again soon", run, e);
    } finally {
      reading.unlock();
    }
  }

  private List<Wish> take(String run) {
    if (database.exclusive()) {
      return List.of();
    }
    return database
        .write()
        .sql(
            """
            with taken as (delete from wish where run = :run returning number, attempt, typed)
            select attempt, typed from taken order by number
            """)
        .param("run", run)
        .query((row, index) -> new Wish(row.getInt("attempt"), row.getBytes("typed")))
        .list();
  }

  /// For announcements that were lost, and for wishes whose replica was.
  @Scheduled(fixedDelay = 5000)
  void lookAtAll() {
    if (database.exclusive()) {
      return;
    }
    live.ids().forEach(this::look);
    try {
      database
          .write()
          .sql("delete from wish where at < :before")
          .param("before", clock.millis() - FORGOTTEN.toMillis())
          .update();
    } catch (DataAccessException e) {
      LOG.debug("wishes: the database does not answer", e);
    }
  }

  private static String topic(String run) {
    return "wishes/" + run;
  }

  private static Problem notLive(Run run) {
    return new Problem(
        HttpStatus.CONFLICT,
        "RUN_NOT_LIVE",
        run.hasEnded()
            ? "The run has ended: its machine is gone. Run the submission again with"
                + " POST /api/v1/submissions/"
                + run.submission()
                + "/runs."
            : "The run waits for a worker: it has no machine yet. Try again when its"
                + " state is RUNNING.");
  }
}
