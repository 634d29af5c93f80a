// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// The lab refused, or could not be reached; the message says which and what to do.
final class LabProblem extends RuntimeException {
  LabProblem(String message) {
    super(message);
  }

  LabProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
