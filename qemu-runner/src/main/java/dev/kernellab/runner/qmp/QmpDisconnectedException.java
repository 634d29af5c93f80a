// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

/// It hung up: QEMU has died, or wants us to think so.
public final class QmpDisconnectedException extends QmpException {
  private static final long serialVersionUID = 1L;

  QmpDisconnectedException(String message) {
    super(message);
  }

  QmpDisconnectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
