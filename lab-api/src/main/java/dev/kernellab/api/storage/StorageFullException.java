// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.io.IOException;

/// There is no room for more, and none until somebody has made some.
public final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1L;

  public StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
