// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// The lab understood and will not do it: what was handed in has to change.
public final class LabRefusal extends LabProblem {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String detail;

  LabRefusal(String code, String detail) {
    super(code + ": " + detail);
    this.code = code;
    this.detail = detail;
  }

  /// As in `docs/reference/problems.md`.
  public String code() {
    return code;
  }

  public String detail() {
    return detail;
  }
}
