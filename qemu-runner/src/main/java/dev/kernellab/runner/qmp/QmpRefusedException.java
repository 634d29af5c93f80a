// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

/// It understood the command and said no.
public final class QmpRefusedException extends QmpException {
  private static final long serialVersionUID = 1L;

  QmpRefusedException(String message) {
    super(message);
  }

  QmpRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
