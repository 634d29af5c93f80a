// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.DrawnRegisters;
import dev.kernellab.memory.FrameContents;
import dev.kernellab.memory.FreeFrameHashes;
import dev.kernellab.memory.SingleWords;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunEvent.CheckpointReached;
import dev.kernellab.protocol.RunEvent.FaultSeen;
import dev.kernellab.protocol.RunEvent.SerialOutput;
import dev.kernellab.protocol.RunEvent.SnapshotTaken;
import dev.kernellab.protocol.RunEvent.StateChanged;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunState;
import dev.kernellab.protocol.Segments;
import dev.kernellab.protocol.Words;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the hash depends on, and what it does not.
class EvidenceSealTest {
  private static final Registers REGISTERS = registers(-1);
  private static final RunOutcome COMPLETED = end(Kind.COMPLETED, "LAST_CHECKPOINT");
  private static final RunOutcome FAULT = end(Kind.KERNEL_FAULT, "TRIPLE_FAULT");
  private static final List<RunEvent> RUN =
      List.of(
          printed("boot"),
          reached("checkpoint_a", 1, 0x100000, 5),
          captured(Reason.CHECKPOINT, 5, 7),
          printed("dies"),
          new FaultSeen("TRIPLE_FAULT", "It died.", REGISTERS),
          captured(Reason.FAULT, 9, 7));

  @Test
  void isTheSameOfTheSame() {
    assertThat(seal(RUN)).isEqualTo(seal(RUN)).matches("[0-9a-f]{64}");
  }

  @Test
  void changesWithEverythingThatTheMachineShowed() {
    Set<String> seals = new HashSet<>(Set.of(seal(RUN)));
    List<List<RunEvent>> others = new ArrayList<>();
    others.add(with(0, printed("b0ot")));
    others.add(with(0, printed("boot\0")));
    others.add(List.of(RUN.get(1), RUN.get(0), RUN.get(2), RUN.get(3), RUN.get(4), RUN.get(5)));
    others.add(with(1, reached("checkpoint_b", 1, 0x100000, 5)));
    others.add(with(1, reached("checkpoint_a", 2, 0x100000, 5)));
    others.add(with(1, reached("checkpoint_a", 1, 0x100001, 5)));
    others.add(with(1, reached("checkpoint_a", 1, 0x100000, 6)));
    others.add(with(2, captured(Reason.CHECKPOINT, 6, 7)));
    others.add(with(2, captured(Reason.CHECKPOINT, 5, 8)));
    others.add(with(2, captured(Reason.FINAL, 5, 7)));
    others.add(with(4, new FaultSeen("RESET", "It died.", REGISTERS)));
    others.add(RUN.subList(0, 5));
    for (int register = 0; register < Registers.class.getRecordComponents().length; register++) {
      others.add(with(4, new FaultSeen("TRIPLE_FAULT", "It died.", registers(register))));
    }
    Capture plain = ((SnapshotTaken) RUN.get(2)).capture();
    var frames = List.of(new FrameRange(6, 1));
    var word = SingleWords.pack(new TreeMap<>(Map.of(0x400000L, 1)));
    var otherWord = SingleWords.pack(new TreeMap<>(Map.of(0x400000L, 2)));
    var symbols = Map.of("bitmap", new LinearAddress(0x1000));
    var ram = span(PhysicalSpan.Sort.RAM, 0xFFFF);
    others.add(with(2, taken(plain, frames, word, symbols, List.of(ram))));
    others.add(with(2, taken(plain, frames, null, symbols, List.of(ram))));
    others.add(with(2, taken(plain, frames, otherWord, symbols, List.of(ram))));
    others.add(with(2, taken(plain, frames, word, Map.of(), List.of(ram))));
    others.add(with(2, hashed(plain, 9, 4)));
    others.add(with(2, hashed(plain, 9, 5)));
    others.add(with(2, hashed(plain, 8, 4)));
    others.add(with(2, ready(plain, false)));
    others.add(with(2, ready(plain, true)));
    var more = span(PhysicalSpan.Sort.RAM, 0x1FFFF);
    others.add(with(2, taken(plain, frames, word, symbols, List.of(more))));
    var rom = span(PhysicalSpan.Sort.ROM, 0xFFFF);
    others.add(with(2, taken(plain, frames, word, symbols, List.of(rom))));
    for (List<RunEvent> other : others) {
      assertThat(seals.add(seal(other))).as("a seal of its own: %s", other).isTrue();
    }
    assertThat(seals.add(seal(RUN, end(Kind.KERNEL_FAULT, "RESET")))).as("the end").isTrue();
  }

  @Test
  void doesNotChangeWithWhatHostsDifferIn() {
    var slow = new ArrayList<>(RUN);
    slow.set(0, printed("bo"));
    slow.add(1, printed("ot"));
    slow.add(0, new StateChanged(RunState.RUNNING, 3));
    slow.add(1, new RunEvent.BuildOutput("gcc"));
    slow.add(3, sample(7, 3));
    slow.add(sample(7, 7));
    slow.add(captured(Reason.UNANNOUNCED, 6, 7));
    slow.set(6, renumbered(captured(Reason.CHECKPOINT, 5, 7)));
    slow.set(8, new FaultSeen("TRIPLE_FAULT", "In other words.", REGISTERS));

    assertThat(seal(slow)).isEqualTo(seal(RUN));
    assertThat(seal(RUN, new RunOutcome(Kind.KERNEL_FAULT, "TRIPLE_FAULT", "Otherwise.")))
        .isEqualTo(seal(RUN));
  }

  /// A sample has told a frame in between, so that the capture after it tells it again.
  @Test
  void dependsOnWhatFramesHoldAndNotOnHowOftenThatIsTold() {
    Capture last = captured(Reason.FINAL, 9, 7).capture();
    var told = with(5, new SnapshotTaken(last));
    var again = with(5, new SnapshotTaken(withChanged(last, List.of())));

    assertThat(seal(again)).isEqualTo(seal(told));
  }

  @Test
  void leavesCountsOutWhereTheyVary() {
    var other = with(1, reached("checkpoint_a", 1, 0x100000, 6));

    assertThat(seal(other, FAULT, false)).isEqualTo(seal(RUN, FAULT, false));
  }

  @Test
  void leavesOutWhatCameAfterTheLastCheckpointOfARunThatWasCutShort() {
    RunOutcome spent = end(Kind.BUDGET_EXHAUSTED, "INSTRUCTIONS");
    List<RunEvent> longer = RUN.subList(0, 4);
    List<RunEvent> shorter = RUN.subList(0, 3);

    assertThat(seal(longer, spent)).isEqualTo(seal(shorter, spent)).isNotEqualTo(seal(longer));
    assertThat(seal(longer, end(Kind.BUDGET_EXHAUSTED, "SERIAL_OUTPUT")))
        .isEqualTo(seal(shorter, spent));
    assertThat(seal(RUN.subList(0, 1), spent)).isNotEqualTo(seal(shorter, spent));
    RunOutcome off = end(Kind.KERNEL_HALTED, "SHUTDOWN");
    assertThat(seal(longer, off)).isEqualTo(seal(shorter, off)).isNotEqualTo(seal(shorter, spent));
    RunOutcome halted = end(Kind.KERNEL_HALTED, "HALTED");
    assertThat(seal(longer, halted)).isNotEqualTo(seal(shorter, halted));
    assertThat(seal(longer, COMPLETED)).isNotEqualTo(seal(longer, halted));
  }

  @Test
  void isNoneOfARunThatWasNotSeenToItsEnd() {
    for (Kind kind : List.of(Kind.CANCELLED, Kind.LAB_FAULT, Kind.BUILD_REJECTED)) {
      assertThat(close(RUN, end(kind, "ANY"), true)).isEmpty();
    }
  }

  private static String seal(List<RunEvent> events) {
    return seal(events, FAULT);
  }

  private static String seal(List<RunEvent> events, RunOutcome outcome) {
    return seal(events, outcome, true);
  }

  private static String seal(List<RunEvent> events, RunOutcome outcome, boolean counted) {
    return close(events, outcome, counted).orElseThrow();
  }

  private static Optional<String> close(
      List<RunEvent> events, RunOutcome outcome, boolean counted) {
    var seal = new EvidenceSeal(counted);
    events.forEach(seal::add);
    return seal.close(outcome);
  }

  private static List<RunEvent> with(int index, RunEvent other) {
    var events = new ArrayList<>(RUN);
    events.set(index, other);
    return events;
  }

  private static RunOutcome end(Kind kind, String code) {
    return new RunOutcome(kind, code, "");
  }

  private static SerialOutput printed(String text) {
    return new SerialOutput(text);
  }

  private static CheckpointReached reached(String name, int hit, long at, long instructions) {
    return new CheckpointReached(name, hit, new LinearAddress(at), instructions);
  }

  private static SnapshotTaken captured(Reason reason, long instructions, int value) {
    return new SnapshotTaken(capture(reason, false, instructions, value));
  }

  private static SnapshotTaken sample(int frame, int value) {
    Capture torn = capture(Reason.PERIOD, true, 6, value);
    var content = List.of(FrameContents.deflate(frame, bytes(value)));
    return new SnapshotTaken(
        new Capture(3, Reason.PERIOD, null, 6L, true, torn.registers(), torn.frames(), content));
  }

  private static Capture capture(Reason reason, boolean torn, long instructions, int value) {
    String checkpoint = reason == Reason.CHECKPOINT ? "checkpoint_a" : null;
    var changed = List.of(FrameContents.deflate(6, bytes(value)));
    var frames = List.of(new FrameRange(6, 1));
    return new Capture(0, reason, checkpoint, instructions, torn, REGISTERS, frames, changed);
  }

  private static SnapshotTaken renumbered(SnapshotTaken taken) {
    Capture it = taken.capture();
    return new SnapshotTaken(
        new Capture(
            it.n() + 2,
            it.reason(),
            it.checkpoint(),
            it.instructions(),
            it.torn(),
            it.registers(),
            it.frames(),
            it.changed()));
  }

  private static Capture withChanged(Capture it, List<Capture.FrameContent> changed) {
    return new Capture(
        it.n(),
        it.reason(),
        it.checkpoint(),
        it.instructions(),
        it.torn(),
        it.registers(),
        it.frames(),
        changed);
  }

  private static SnapshotTaken taken(
      Capture it,
      List<FrameRange> frames,
      @Nullable Words words,
      Map<String, LinearAddress> symbols,
      List<PhysicalSpan> map) {
    return new SnapshotTaken(
        new Capture(
            it.n(),
            it.reason(),
            it.checkpoint(),
            it.instructions(),
            it.torn(),
            it.registers(),
            frames,
            it.changed(),
            words,
            symbols,
            map));
  }

  private static SnapshotTaken hashed(Capture it, int frame, int hash) {
    return new SnapshotTaken(
        new Capture(
            it.n(),
            it.reason(),
            it.checkpoint(),
            it.instructions(),
            it.torn(),
            it.registers(),
            it.frames(),
            it.changed(),
            null,
            null,
            null,
            FreeFrameHashes.pack(new TreeMap<>(Map.of(frame, hash))),
            null));
  }

  private static SnapshotTaken ready(Capture it, boolean printed) {
    return new SnapshotTaken(
        new Capture(
            it.n(),
            it.reason(),
            it.checkpoint(),
            it.instructions(),
            it.torn(),
            it.registers(),
            it.frames(),
            it.changed(),
            null,
            null,
            null,
            null,
            printed));
  }

  private static PhysicalSpan span(PhysicalSpan.Sort sort, long end) {
    return new PhysicalSpan(new PhysicalAddress(0), new PhysicalAddress(end), sort, "pc.ram");
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[4096];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /// All alike, but for one.
  private static Registers registers(int other) {
    RecordComponent[] parts = Registers.class.getRecordComponents();
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new);
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = valueOf(types[i], i == other ? 1 : 0);
    }
    try {
      return Registers.class.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object valueOf(Class<?> type, int value) {
    if (type == Hex32.class) {
      return new Hex32(value);
    } else if (type == LinearAddress.class) {
      return new LinearAddress(value);
    } else if (type == Segments.class) {
      return segments(value);
    } else if (type == Registers.Wide.class) {
      return DrawnRegisters.wide("rip", value);
    }
    return type == boolean.class ? (Object) (value == 1) : (Object) value;
  }

  private static Segments segments(int selector) {
    var none = new Segments.Segment(0, new LinearAddress(0), new Hex32(0), new Hex32(0));
    var one = new Segments.Segment(selector, none.base(), none.limit(), none.flags());
    return new Segments(none, none, none, none, one);
  }
}
