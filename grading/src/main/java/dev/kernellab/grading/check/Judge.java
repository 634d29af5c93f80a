// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.grading.assignment.Expectation;

/// Holds what a check expects against one snapshot.
///
/// @param later the snapshot comes after the moment that the check names
public record Judge(Evidence evidence, Snapshot snapshot, boolean later) {

  public Judgement judge(Expectation expectation) {
    var frames = new FrameJudge(snapshot, evidence.machine(), evidence.profile().allocator());
    var pages = new PageJudge(snapshot, later);
    return switch (expectation) {
      case Expectation.BitmapInPlace it -> frames.bitmapInPlace();
      case Expectation.FramesAllocated it -> frames.allocated(it);
      case Expectation.NothingFreeBeyondRam it -> frames.nothingFreeBeyondRam();
      case Expectation.UsableRamFree it -> frames.usableRamFree(it);
      case Expectation.SelfReference it -> pages.selfReference(it);
      case Expectation.Mapped it -> pages.mapped(it);
      case Expectation.Unmapped it -> pages.unmapped(it);
      case Expectation.IdentityGone it -> pages.identityGone(it);
      case Expectation.SupervisorOnly it -> pages.supervisorOnly(it);
    };
  }
}
