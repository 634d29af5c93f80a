// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.wire.RunnerRefusal;

/// A request that is not done as asked. Becomes `application/problem+json` (RFC 9457).
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RunnerRefusal code;

  /// @param detail what is wrong and what to do, for whoever operates the lab
  Refusal(RunnerRefusal code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  RunnerRefusal code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
