// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a check expects. The names are those of assignment files; how each is judged stands in the
/// package `check`. Marks come from the hardware, never from what the kernel prints.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(OfFrames.BitmapInPlace.class),
  @JsonSubTypes.Type(OfFrames.FramesAllocated.class),
  @JsonSubTypes.Type(OfFrames.FramesFree.class),
  @JsonSubTypes.Type(OfFrames.NothingFreeBeyondRam.class),
  @JsonSubTypes.Type(OfFrames.UsableRamFree.class),
  @JsonSubTypes.Type(OfPages.SelfReference.class),
  @JsonSubTypes.Type(OfPages.Mapped.class),
  @JsonSubTypes.Type(OfPages.SomeMapped.class),
  @JsonSubTypes.Type(OfPages.Unmapped.class),
  @JsonSubTypes.Type(OfPages.IdentityGone.class),
  @JsonSubTypes.Type(OfPages.SupervisorOnly.class),
  @JsonSubTypes.Type(OfChange.OperationDone.class),
  @JsonSubTypes.Type(OfChange.ReturnsTo.class),
  @JsonSubTypes.Type(OfChange.EntriesAsAt.class),
  @JsonSubTypes.Type(OfChange.NewlyMapped.class),
  @JsonSubTypes.Type(OfChange.OtherDirectory.class),
  @JsonSubTypes.Type(OfRun.NoFindings.class),
  @JsonSubTypes.Type(OfRun.Within.class),
  @JsonSubTypes.Type(OfRun.Expression.class),
  @JsonSubTypes.Type(OfEnd.Console.class),
  @JsonSubTypes.Type(OfEnd.Ends.class)
})
public sealed interface Expectation permits OfFrames, OfPages, OfChange, OfRun, OfEnd {

  /// Whether it has to hold from the checkpoint on, in every snapshot, not only there.
  default boolean holdsOnwards() {
    return false;
  }

  /// Whether it has to hold from the checkpoint on at every instant: between two checkpoints, where
  /// a kernel that is right may be in the middle of something.
  default boolean holdsAlways() {
    return false;
  }
}
