// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// The lab refused, or could not be reached; the message says which and what to do.
public sealed class LabProblem extends RuntimeException permits LabRefusal {
  public LabProblem(String message) {
    super(message);
  }

  public LabProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
