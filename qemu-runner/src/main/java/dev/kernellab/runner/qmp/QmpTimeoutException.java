// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

/// It said nothing in time.
public final class QmpTimeoutException extends QmpException {
  private static final long serialVersionUID = 1L;

  QmpTimeoutException(String message) {
    super(message);
  }

  QmpTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
