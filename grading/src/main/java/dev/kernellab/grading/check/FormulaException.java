// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

/// An expression that cannot be used: it does not compile, or takes too long. Its author's doing,
/// never a student's.
public final class FormulaException extends Exception {
  private static final long serialVersionUID = 1L;

  FormulaException(String message) {
    super(message);
  }
}
