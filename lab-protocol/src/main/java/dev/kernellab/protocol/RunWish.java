// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/// What somebody wants of a run that is under way. There is no answer: what comes of it comes as
/// events. All but [Capture] would change what is graded, so a graded run passes over them.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "wish")
@JsonSubTypes({
  @JsonSubTypes.Type(RunWish.Type.class),
  @JsonSubTypes.Type(RunWish.Press.class),
  @JsonSubTypes.Type(RunWish.Capture.class),
  @JsonSubTypes.Type(RunWish.Pause.class),
  @JsonSubTypes.Type(RunWish.Step.class),
  @JsonSubTypes.Type(RunWish.Continue.class)
})
public sealed interface RunWish {

  /// Bytes for the serial port.
  @JsonTypeName("type")
  @SuppressWarnings("ArrayRecordComponent") // read-only by convention
  record Type(byte[] bytes) implements RunWish {}

  /// Keys of the keyboard, one chord after the other.
  @JsonTypeName("press")
  record Press(List<Chord> chords) implements RunWish {
    /// Chords pressed at once.
    public static final int MOST = 64;

    public Press {
      chords = List.copyOf(chords);
      if (chords.isEmpty() || chords.size() > MOST) {
        throw new IllegalArgumentException(
            "chords: expected 1 to " + MOST + ", got " + chords.size());
      }
    }
  }

  /// A capture as soon as may be; it arrives as an event with reason `request`.
  @JsonTypeName("capture")
  record Capture() implements RunWish {}

  /// The processor stands still until [Step] or [Continue].
  @JsonTypeName("pause")
  record Pause() implements RunWish {}

  /// On to the next checkpoint, and to stand still there.
  @JsonTypeName("step")
  record Step() implements RunWish {}

  @JsonTypeName("continue")
  record Continue() implements RunWish {}
}
