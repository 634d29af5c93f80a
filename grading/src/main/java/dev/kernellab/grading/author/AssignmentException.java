// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import org.jspecify.annotations.Nullable;

/// An assignment cannot be used as its author wrote it. The message says where and why, one line
/// for each slip.
public final class AssignmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AssignmentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
