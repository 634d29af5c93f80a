// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.storage.Database;
import dev.kernellab.api.trace.TraceIds;
import dev.kernellab.api.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Hands waiting runs to workers: db-scheduler on the lab's own database. A row is put in with the
/// run, in one transaction; a worker that dies stops its heartbeat and the row goes to another:
/// dead after 12 seconds, noticed within 6, taken within 1.
@Component
class RunQueue implements SmartLifecycle {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  private final Database database;
  private final LiveRuns live;
  private final LabSettings.Runs settings;
  private final Clock clock;
  private final CustomTask<Void> task;
  private final Scheduler scheduler;
  private volatile boolean running;

  RunQueue(
      Database database,
      RunWorker worker,
      LiveRuns live,
      Traces traces,
      LabSettings settings,
      Clock clock) {
    this.database = database;
    this.live = live;
    this.settings = settings.runs();
    this.clock = clock;
    this.task =
        Tasks.custom("run", Void.class)
            .onFailure(
                (failed, row) -> row.reschedule(failed, failed.getTimeDone().plus(AFTER_FAILURE)))
            .onDeadExecution((dead, row) -> row.reschedule(dead, placeOf(dead)))
            .execute((instance, context) -> after(work(worker, traces, instance.getId())));
    this.scheduler =
        Scheduler.create(database.writer(), task)
            .threads(this.settings.workers())
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .alwaysPersistTimestampInUTC()
            .shutdownMaxWait(LONGEST_STOP)
            .build();
  }

  /// Whatever is logged meanwhile carries the run's id, and its trace's where there is one.
  private static RunWorker.Next work(RunWorker worker, Traces traces, String run) {
    MDC.put("run", run);
    if (traces.areWanted()) {
      MDC.put("trace.id", TraceIds.trace(run));
    }
    try {
      return worker.work(run);
    } finally {
      MDC.clear();
    }
  }

  private CompletionHandler<Void> after(RunWorker.Next next) {
    return switch (next) {
      case DONE -> (complete, row) -> row.remove();
      case AGAIN ->
          (complete, row) ->
              row.reschedule(complete, placeOf(complete).plus(settings.retryDelay()));
    };
  }

  /// The queue is in the order of these times, so a run that starts over by the lab's fault keeps
  /// its own: it does not wait once more behind all who came after it.
  private static Instant placeOf(ExecutionComplete complete) {
    return complete.getExecution().getExecutionTime();
  }

  /// Puts a run in; to be called in the transaction that makes the run. A free worker takes it as
  /// soon as that is committed.
  void put(String run) {
    TaskInstance<Void> row = task.instance(run);
    scheduler.schedule(row, clock.instant());
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            scheduler.triggerCheckForDueExecutions();
          }
        });
  }

  @Override
  public void start() {
    if (database.exclusive()) {
      freeAbandonedRows();
    }
    scheduler.start();
    running = true;
  }

  /// Nobody else works on this database, so whoever held these rows is no more; why wait for its
  /// heartbeat to be missed?
  private void freeAbandonedRows() {
    database
        .write()
        .sql(
            """
            update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null
            where picked = true
            """)
        .update();
  }

  /// Runs that are under way are cancelled and go back into the queue.
  @Override
  public void stop() {
    live.stop();
    scheduler.stop();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
