// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a runner says while a run lasts, one JSON object a line. The sequence of them is the run's
/// evidence. [Ended] is the last; a stream that stops without it was broken, and that is the lab's
/// fault.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(RunEvent.StateChanged.class),
  @JsonSubTypes.Type(RunEvent.BuildOutput.class),
  @JsonSubTypes.Type(RunEvent.MachineStarted.class),
  @JsonSubTypes.Type(RunEvent.SerialOutput.class),
  @JsonSubTypes.Type(RunEvent.CheckpointReached.class),
  @JsonSubTypes.Type(RunEvent.SnapshotTaken.class),
  @JsonSubTypes.Type(RunEvent.ExecutionChanged.class),
  @JsonSubTypes.Type(RunEvent.FaultSeen.class),
  @JsonSubTypes.Type(RunEvent.CodeNamed.class),
  @JsonSubTypes.Type(RunEvent.Ended.class)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface RunEvent {

  @JsonTypeName("state")
  record StateChanged(RunState state, int attempt) implements RunEvent {}

  /// @param text what the build printed, cleaned of nothing
  @JsonTypeName("build")
  record BuildOutput(String text) implements RunEvent {}

  /// The machine stands before its first instruction.
  ///
  /// @param built the image when the run built it, deflated, in base64; absent when it was
  ///   submitted, or is too large
  @JsonTypeName("machine")
  record MachineStarted(Booted booted, @Nullable String built) implements RunEvent {
    /// Characters of `built`.
    public static final int LONGEST = 8 << 20;
  }

  /// @param text one character a byte (ISO 8859-1), so that nothing the guest wrote is lost
  @JsonTypeName("serial")
  record SerialOutput(String text) implements RunEvent {}

  /// @param hit 1 the first time the kernel came by
  /// @param address the linear address stopped at
  /// @param instructions guest instructions since power-on, when they are counted
  @JsonTypeName("checkpoint")
  record CheckpointReached(String name, int hit, LinearAddress address, @Nullable Long instructions)
      implements RunEvent {}

  @JsonTypeName("snapshot")
  record SnapshotTaken(Capture capture) implements RunEvent {}

  /// Somebody paused an interactive machine or let it go on.
  ///
  /// @param instructions guest instructions since power-on where it stood or stands still
  @JsonTypeName("execution")
  record ExecutionChanged(boolean paused, long instructions) implements RunEvent {}

  /// The kernel died, and this is the evidence.
  ///
  /// @param kind the outcome's code, such as `TRIPLE_FAULT`
  @JsonTypeName("fault")
  record FaultSeen(String kind, String message, Registers registers) implements RunEvent {}

  /// What the image says of code that matters to how the run ended: EIP, calls, interrupt handlers.
  ///
  /// @param text where the image has code, sorted; empty when it does not say
  @JsonTypeName("code")
  record CodeNamed(List<CodePlace> places, List<CodeRange> text) implements RunEvent {
    /// Places and ranges at most.
    public static final int MOST = 512;

    public CodeNamed {
      places = List.copyOf(places);
      text = List.copyOf(text);
    }

    /// @param end just after the last byte
    public record CodeRange(LinearAddress start, LinearAddress end) {}
  }

  @JsonTypeName("ended")
  record Ended(RunOutcome outcome) implements RunEvent {}
}
