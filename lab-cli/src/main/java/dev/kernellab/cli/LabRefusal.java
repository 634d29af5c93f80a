// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.util.Set;

/// The lab understood and does not take what was handed in, for reasons of whoever handed it in.
public final class LabRefusal extends LabProblem {
  private static final long serialVersionUID = 1L;

  private static final Set<String> TOO_LATE_OR_OFTEN = Set.of("DEADLINE_PASSED", "ATTEMPTS_USED");

  private final String code;
  private final String detail;

  /// Whether an answer is one. Everything else that is no success is the lab's or the network's.
  static boolean is(int status, String code) {
    return status == 413 || status == 422 || TOO_LATE_OR_OFTEN.contains(code);
  }

  LabRefusal(String code, String detail) {
    super(code + ": " + detail);
    this.code = code;
    this.detail = detail;
  }

  /// Whether the file is to blame, and not that it comes too late or too often: then nothing was
  /// said of what it is worth.
  public boolean isOfTheFile() {
    return !TOO_LATE_OR_OFTEN.contains(code);
  }

  /// As in `docs/reference/problems.md`.
  public String code() {
    return code;
  }

  public String detail() {
    return detail;
  }
}
