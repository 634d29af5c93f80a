// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// What was asked for cannot be done as asked; the message says what to change.
public final class UsageProblem extends RuntimeException {
  public UsageProblem(String message) {
    super(message);
  }
}
