// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import dev.kernellab.api.storage.StorageFullException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// What a database or a disk that does not do as it should means to whoever asks.
final class StorageFailure {
  /// PostgreSQL, appendix A: disk_full; character_not_in_repertoire, of a zero byte in a text.
  private static final String DISK_FULL = "53100";

  private static final String NO_CHARACTER = "22021";

  private StorageFailure() {}

  static Problem problem(Throwable failure) {
    if (anyCause(failure, StorageFailure::isFull)) {
      return new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "STORAGE_FULL",
          "The lab's disk is full: nothing can be handed in until its operator has made room. What"
              + " has been accepted is safe.");
    }
    if (anyCause(failure, it -> hasState(it, NO_CHARACTER))) {
      return ProblemHandler.malformed("a text with a character that no text may have");
    }
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "STORAGE_UNAVAILABLE",
        "The lab's storage does not answer at the moment. Try again in a few seconds; if it stays"
            + " so, the lab's operator finds the reason in the log. What has been accepted is"
            + " safe.");
  }

  /// One line for the log.
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private static boolean isFull(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case SQLException it -> hasState(it, DISK_FULL) || message.contains("[SQLITE_FULL]");
      case StorageFullException it -> true;
      case IOException it -> message.contains("No space left on device");
      default -> false;
    };
  }

  private static boolean hasState(Throwable cause, String state) {
    return cause instanceof SQLException sql && state.equals(sql.getSQLState());
  }

  private static boolean anyCause(@Nullable Throwable failure, Predicate<Throwable> test) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (test.test(cause)) {
        return true;
      }
    }
    return false;
  }
}
