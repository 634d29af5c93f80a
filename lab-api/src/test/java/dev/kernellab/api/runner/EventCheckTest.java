// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.FrameContent;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A run has 10 seconds, 3 snapshots and 100 bytes of serial output.
class EventCheckTest {
  private static final Hex32 ZERO = new Hex32(0);
  private static final LinearAddress NOWHERE = new LinearAddress(0);
  private static final Registers REGISTERS =
      new Registers(
          ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO,
          NOWHERE, 0, NOWHERE, 0, false);

  private final EventCheck check =
      new EventCheck(
          new RunRequest(
              "r",
              1,
              KernelKind.ELF,
              RunMode.GRADED,
              new Machine(Machine.Type.PC, 64),
              new Budgets(1000, 100, 3, 10, 10),
              new Profile(
                  "p",
                  "P",
                  new AllocatorProfile.None(),
                  List.of(new Profile.Checkpoint("a", "A", "")),
                  List.of(),
                  List.of()),
              null));

  private static RunEvent capture(int n, List<FrameRange> ranges, List<FrameContent> changed) {
    return new RunEvent.SnapshotTaken(
        new Capture(n, Capture.Reason.PERIOD, null, null, true, REGISTERS, ranges, changed));
  }

  private void refuses(RunEvent event, String why) {
    assertThatExceptionOfType(RunBrokenException.class)
        .isThrownBy(() -> check.check(event))
        .withMessageContaining(why);
  }

  @Test
  void statesComeOnceAndInOrder() throws Exception {
    check.check(new RunEvent.StateChanged(RunState.BOOTING, 1));
    refuses(new RunEvent.StateChanged(RunState.BUILDING, 1), "out of order");
    refuses(new RunEvent.StateChanged(RunState.BOOTING, 1), "out of order");
  }

  @Test
  void checkpointsAreThoseAskedForAndNoMoreThanTheBudget() throws Exception {
    for (int hit = 1; hit <= 3; hit++) {
      check.check(new RunEvent.CheckpointReached("a", hit, NOWHERE, 1L));
    }
    refuses(new RunEvent.CheckpointReached("a", 4, NOWHERE, 1L), "more checkpoints");
  }

  @Test
  void theKernelDiesOnce() throws Exception {
    var fault = new RunEvent.FaultSeen("TRIPLE_FAULT", "m", REGISTERS);
    check.check(fault);
    refuses(fault, "second fault");
  }

  @Test
  void capturesAreNumbered() {
    refuses(capture(1, List.of(), List.of()), "not numbered");
  }

  @Test
  void capturesComeNoFasterThanARunnerLooks() throws Exception {
    for (int n = 0; n < 1003; n++) {
      check.check(capture(n, List.of(), List.of()));
    }
    refuses(capture(1003, List.of(), List.of()), "has time for");
  }

  @Test
  void rangesAreSortedAndFew() {
    var range = new FrameRange(5, 2);
    refuses(capture(0, List.of(range, range), List.of()), "not sorted");
    refuses(capture(1, List.of(new FrameRange(0, 4097)), List.of()), "more frames");
  }

  @Test
  void framesAreSortedAndInsideMemoryAndShort() {
    var frame = new FrameContent(7, new byte[10]);
    refuses(capture(0, List.of(), List.of(frame, frame)), "not sorted");
    refuses(capture(1, List.of(), List.of(new FrameContent(1 << 20, new byte[10]))), "not sorted");
    refuses(capture(2, List.of(), List.of(new FrameContent(7, new byte[5000]))), "too long");
  }

  @Test
  void aRunTellsOfNoMoreMemoryThanTheLabCanHold() throws Exception {
    for (int n = 0; n < 16; n++) {
      check.check(capture(n, List.of(), frames(n * 4096, 4096)));
    }
    refuses(capture(16, List.of(), frames(100_000, 1)), "more frames than");
  }

  private static List<FrameContent> frames(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(frame -> new FrameContent(frame, new byte[10]))
        .toList();
  }
}
