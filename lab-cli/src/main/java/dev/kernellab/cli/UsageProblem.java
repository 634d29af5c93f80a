// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// What was asked for cannot be done as asked; the message says what to change.
final class UsageProblem extends RuntimeException {
  UsageProblem(String message) {
    super(message);
  }
}
