// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

/// An assignment cannot be used as its author wrote it. The message says where and why.
public final class AssignmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AssignmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
