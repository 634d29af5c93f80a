// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

/// Somebody appends for an attempt that has been given up: a newer one has begun.
public final class StaleAttemptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleAttemptException(String run, int attempt) {
    super("run " + run + ": attempt " + attempt + " is over, its events are refused");
  }
}
