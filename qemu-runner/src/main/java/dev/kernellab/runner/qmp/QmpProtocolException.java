// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

/// It said something that is not QMP, or not what was asked for.
public final class QmpProtocolException extends QmpException {
  private static final long serialVersionUID = 1L;

  QmpProtocolException(String message) {
    super(message);
  }

  QmpProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
