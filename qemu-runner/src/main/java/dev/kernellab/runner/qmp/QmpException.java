// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import java.io.IOException;

/// The monitor cannot be used any more, or did not do what it was told. The tree is drawn in the
/// package's documentation.
public abstract sealed class QmpException extends IOException
    permits QmpProtocolException,
        QmpTimeoutException,
        QmpDisconnectedException,
        QmpRefusedException {
  private static final long serialVersionUID = 1L;

  QmpException(String message) {
    super(message);
  }

  QmpException(String message, Throwable cause) {
    super(message, cause);
  }
}
