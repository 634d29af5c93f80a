// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.storage.Database;
import dev.kernellab.api.storage.Signal;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.KernelRunner.LiveRun;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.protocol.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

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

  /// A row of what is asked elsewhere; one of `wish` and `question` is there.
  private record Asked(
      long number, int attempt, @Nullable String wish, @Nullable String question) {}

  /// @throws Problem `RUN_NOT_LIVE` when it waits or has ended
  void tell(Run run, RunWish wish) {
    Optional<LiveRun> here = live.find(run.id());
    if (here.isPresent()) {
      here.get().tell(wish);
    } else {
      post(run, WireJson.text(wish), null);
    }
  }

  /// Waits for the answer, some seconds at most.
  ///
  /// @throws Problem `RUN_NOT_LIVE` when it waits or has ended, `RUN_UNANSWERED`
  RunAnswer ask(Run run, RunQuestion question) {
    Optional<LiveRun> here = live.find(run.id());
    RunAnswer answer =
        here.isPresent() ? await(here.get().ask(question)) : askElsewhere(run, question);
    if (answer instanceof RunAnswer.Refused(String code, String message)) {
      throw new Problem(HttpStatus.CONFLICT, code, message);
    }
    return answer;
  }

  private static RunAnswer await(CompletableFuture<RunAnswer> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unanswered();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered();
    }
  }

  private RunAnswer askElsewhere(Run run, RunQuestion question) {
    var news = new Semaphore(0);
    try (Signal.Subscription listening = signal.listen(answers(run.id()), news::release)) {
      long number = post(run, null, WireJson.text(question));
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        Optional<RunAnswer> answer = takeAnswer(number);
        if (answer.isPresent()) {
          return answer.get();
        }
        news.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw unanswered();
  }

  private Optional<RunAnswer> takeAnswer(long number) {
    return database
        .write()
        .sql("delete from answer where number = :number returning answer")
        .param("number", number)
        .query(String.class)
        .optional()
        .map(text -> WireJson.answer(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// To be called once the wish stands in the run's row.
  void stop(String run) {
    live.find(run).ifPresentOrElse(LiveRun::cancel, () -> signal.announce(topic(run)));
  }

  /// @return the number of the row
  private long post(Run run, @Nullable String wish, @Nullable String question) {
    if (database.exclusive() || !run.hasMachine()) {
      throw notLive(run);
    }
    long number =
        database
            .write()
            .sql(
                """
                insert into wish (run, attempt, wish, question, at)
                select :run, :attempt, :wish, :question, :now
                where (select count(*) from wish where run = :run) < :most returning number
                """)
            .param("run", run.id())
            .param("attempt", run.attempt())
            .param("wish", wish)
            .param("question", question)
            .param("now", clock.millis())
            .param("most", MOST_WAITING)
            .query(Long.class)
            .optional()
            .orElseThrow(RunWishes::tooFast);
    signal.announce(topic(run.id()));
    return number;
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
          .filter(asked -> asked.attempt() == live.attempt(run))
          .forEach(asked -> pass(run, asked, handle.get()));
    } catch (DataAccessException e) {
      LOG.debug("run {}: the database does not answer, looked at again soon", run, e);
    } finally {
      reading.unlock();
    }
  }

  private void pass(String run, Asked asked, LiveRun handle) {
    if (asked.wish() != null) {
      handle.tell(WireJson.wish(asked.wish().getBytes(StandardCharsets.UTF_8)));
    } else if (asked.question() != null) {
      handle
          .ask(WireJson.question(asked.question().getBytes(StandardCharsets.UTF_8)))
          .thenAcceptAsync(
              answer -> answer(run, asked.number(), answer), Thread::startVirtualThread);
    }
  }

  private void answer(String run, long number, RunAnswer answer) {
    try {
      database
          .write()
          .sql("insert into answer (number, answer, at) values (:number, :answer, :now)")
          .param("number", number)
          .param("answer", WireJson.text(answer))
          .param("now", clock.millis())
          .update();
      signal.announce(answers(run));
    } catch (DataAccessException e) {
      LOG.debug("run {}: an answer is lost, the database does not answer", run, e);
    }
  }

  private List<Asked> take(String run) {
    if (database.exclusive()) {
      return List.of();
    }
    return database
        .write()
        .sql(
            """
            with taken as
              (delete from wish where run = :run returning number, attempt, wish, question)
            select number, attempt, wish, question from taken order by number
            """)
        .param("run", run)
        .query(
            (row, index) ->
                new Asked(
                    row.getLong("number"),
                    row.getInt("attempt"),
                    row.getString("wish"),
                    row.getString("question")))
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
      long before = clock.millis() - FORGOTTEN.toMillis();
      for (String table : List.of("wish", "answer")) {
        database
            .write()
            .sql("delete from " + table + " where at < :before")
            .param("before", before)
            .update();
      }
    } catch (DataAccessException e) {
      LOG.debug("wishes: the database does not answer", e);
    }
  }

  private static String topic(String run) {
    return "wishes/" + run;
  }

  private static String answers(String run) {
    return "answers/" + run;
  }

  private static Problem unanswered() {
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "RUN_UNANSWERED",
        "The run's machine did not answer within "
            + PATIENCE.toSeconds()
            + " seconds. It may be busy or about to end; ask again.");
  }

  private static Problem tooFast() {
    return new Problem(
        HttpStatus.TOO_MANY_REQUESTS,
        "INPUT_TOO_FAST",
        "The run has not yet taken what was sent to it before. Try again in a second.");
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
