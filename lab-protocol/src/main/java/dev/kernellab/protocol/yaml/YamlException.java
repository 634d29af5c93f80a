// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import org.jspecify.annotations.Nullable;

/// A file cannot be used as its author wrote it. The message says where and why.
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  YamlException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
