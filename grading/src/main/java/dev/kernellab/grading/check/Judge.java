// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.grading.assignment.Expectation;
import dev.kernellab.grading.assignment.OfChange;
import dev.kernellab.grading.assignment.OfEnd;
import dev.kernellab.grading.assignment.OfFrames;
import dev.kernellab.grading.assignment.OfPages;
import dev.kernellab.grading.assignment.OfRun;
import dev.kernellab.grading.assignment.When;
import java.util.Map;

/// Holds what a check expects against one snapshot.
///
/// @param past the earlier moments that some check compares with
/// @param later the snapshot comes after the moment that the check names
public record Judge(Evidence evidence, Map<When, Past> past, Snapshot snapshot, boolean later) {

  public Judgement judge(Expectation expectation) {
    return switch (expectation) {
      case OfFrames it -> ofFrames(it);
      case OfPages it -> ofPages(it);
      case OfChange it -> ofChange(it);
      case OfRun it -> ofRun(it);
      case OfEnd it -> EndJudge.judge(it, evidence);
    };
  }

  /// What only the end tells.
  ///
  /// @throws IllegalArgumentException when the expectation is about a moment
  public static Judgement atTheEnd(Expectation expectation, Evidence evidence) {
    if (expectation instanceof OfEnd it) {
      return EndJudge.judge(it, evidence);
    }
    throw new IllegalArgumentException("expect: needs a moment, " + expectation);
  }

  private Judgement ofFrames(OfFrames expectation) {
    var frames = new FrameJudge(snapshot, evidence.machine(), evidence.profile().allocator());
    return switch (expectation) {
      case OfFrames.BitmapInPlace it -> frames.bitmapInPlace();
      case OfFrames.FramesAllocated it -> frames.allocated(it);
      case OfFrames.FramesFree it -> frames.free(it);
      case OfFrames.NothingFreeBeyondRam it -> frames.nothingFreeBeyondRam();
      case OfFrames.UsableRamFree it -> frames.usableRamFree(it);
    };
  }

  private Judgement ofPages(OfPages expectation) {
    var pages = new PageJudge(snapshot, later);
    return switch (expectation) {
      case OfPages.SelfReference it -> pages.selfReference(it);
      case OfPages.Mapped it -> pages.mapped(it);
      case OfPages.SomeMapped it -> pages.someMapped(it);
      case OfPages.Unmapped it -> pages.unmapped(it);
      case OfPages.IdentityGone it -> pages.identityGone(it);
      case OfPages.SupervisorOnly it -> pages.supervisorOnly(it);
    };
  }

  private Judgement ofChange(OfChange expectation) {
    return switch (expectation) {
      case OfChange.OperationDone it -> new OperationJudge(evidence, past, snapshot).judge();
      case OfChange.ReturnsTo it -> new ChangeJudge(past, snapshot).returnsTo(it);
      case OfChange.EntriesAsAt it -> new ChangeJudge(past, snapshot).entriesAsAt(it);
      case OfChange.NewlyMapped it -> new ChangeJudge(past, snapshot).newlyMapped(it);
      case OfChange.OtherDirectory it -> new ChangeJudge(past, snapshot).otherDirectory(it);
    };
  }

  private Judgement ofRun(OfRun expectation) {
    var run = new RunJudge(evidence, snapshot);
    return switch (expectation) {
      case OfRun.NoFindings it -> run.noFindings(it);
      case OfRun.Within it -> run.within(it);
      case OfRun.Expression it -> run.expression(it);
    };
  }
}
