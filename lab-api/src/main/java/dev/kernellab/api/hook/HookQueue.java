// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.hook;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.kernellab.api.settings.HookSettings;
import dev.kernellab.api.storage.Database;
import dev.kernellab.api.storage.Identifiers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// Messages wait in a table until they are taken, so that none is lost while the lab or its
/// receiver is down. One may arrive twice, with the same `webhook-id`. Not in the queue of runs:
/// who waits for a receiver that does not answer must not keep a worker.
final class HookQueue {
  private static final Logger LOG = LoggerFactory.getLogger(HookQueue.class);
  private static final String TABLE = "hook_messages";
  private static final int THREADS = 2;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

  /// Each wait is this many times the one before it: with 5 s at first, the last is 22 hours.
  private static final int LONGER = 5;

  private static final int RETRIES = 7;

  /// What a row carries.
  ///
  /// @param url where to, so that a name taken out of the settings is told nothing more
  record Message(URI url, String body) {}

  private final HookSettings settings;
  private final JsonMapper json;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Messenger messenger;
  private final CustomTask<String> task;
  private final Scheduler scheduler;

  HookQueue(
      Database database,
      HookSettings settings,
      JsonMapper json,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.json = json;
    this.meters = meters;
    this.clock = clock;
    this.messenger = new Messenger(settings.key(), clock);
    this.task =
        Tasks.custom("verdict", String.class)
            .onFailure(this::tryLater)
            .onDeadExecution((dead, row) -> row.reschedule(dead, clock.instant()))
            .execute((row, context) -> send(row));
    this.scheduler =
        Scheduler.create(database.writer(), task)
            .tableName(TABLE)
            .threads(THREADS)
            .pollingInterval(POLL)
            .alwaysPersistTimestampInUTC()
            .failureLogging(LogLevel.OFF, false)
            .shutdownMaxWait(LONGEST_STOP)
            .build();
  }

  void put(Message message, Instant now) {
    String id = "msg_" + Identifiers.next(now);
    scheduler.schedule(task.instance(id, json.writeValueAsString(message)), now);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            scheduler.triggerCheckForDueExecutions();
          }
        });
  }

  void start() {
    scheduler.start();
  }

  void stop() {
    scheduler.stop();
  }

  /// A failure is an exception: db-scheduler counts those in the row.
  private CompletionHandler<String> send(TaskInstance<String> row) {
    Message message = json.readValue(row.getData(), Message.class);
    if (!settings.urls().contains(message.url())) {
      return done("dropped");
    }
    try {
      return switch (messenger.send(message.url(), row.getId(), message.body())) {
        case TAKEN -> done("delivered");
        case UNWANTED -> done("dropped");
        case NOT_TAKEN -> throw new NotTakenException(message.url() + ": not taken");
      };
    } catch (IOException e) {
      throw new NotTakenException(message.url() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotTakenException("interrupted, as the lab stops");
    }
  }

  private CompletionHandler<String> done(String result) {
    count(result);
    return (complete, row) -> row.remove();
  }

  private void tryLater(ExecutionComplete failed, ExecutionOperations<String> row) {
    int before = failed.getExecution().consecutiveFailures;
    String id = failed.getExecution().getId();
    String reason = failed.getCause().map(Throwable::getMessage).orElse("no reason");
    if (before >= RETRIES) {
      LOG.error("hook message {} is given up after {} tries: {}", id, before + 1, reason);
      count("given_up");
      row.remove();
      return;
    }
    Duration wait = settings.firstRetry().multipliedBy((long) Math.pow(LONGER, before));
    LOG.warn("hook message {} is sent again in {} s: {}", id, wait.toSeconds(), reason);
    count("retried");
    row.reschedule(failed, clock.instant().plus(wait));
  }

  private void count(String result) {
    meters.counter("lab.hook.messages", "result", result).increment();
  }

  private static final class NotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTakenException(String message) {
      super(message);
    }
  }
}
