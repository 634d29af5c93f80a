// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import org.jspecify.annotations.Nullable;

/// QEMU did not come up, or what it was to boot could not be made. The image had been checked
/// before, so this is the lab's fault.
public final class BootException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code of the lab's fault that this is
  BootException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
