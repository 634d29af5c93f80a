// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// How a run ended and whose doing it was.
///
/// @param code stable, for programs; the codes of each kind stand in `docs/reference/events.md`
/// @param message a sentence or two for the person concerned: what happened and what to do
public record RunOutcome(Kind kind, String code, String message) {
  /// Whether somebody told the runner to end it: only the lab knows who, and whether anybody did.
  /// An interactive session that ends because its time is over is nobody's wish.
  public boolean wasAskedFor() {
    return kind == Kind.CANCELLED && code.equals("CANCELLED");
  }

  /// Whose fault it is. A kernel's fault needs positive evidence; everything else is ours.
  public enum Kind {
    BUILD_REJECTED,
    KERNEL_HALTED,
    KERNEL_FAULT,
    BUDGET_EXHAUSTED,
    COMPLETED,
    CANCELLED,
    LAB_FAULT;

    /// Whether the kernel ran, so that there is evidence to grade.
    public boolean isGraded() {
      return switch (this) {
        case COMPLETED, KERNEL_HALTED, KERNEL_FAULT, BUDGET_EXHAUSTED, BUILD_REJECTED -> true;
        case CANCELLED, LAB_FAULT -> false;
      };
    }
  }
}
