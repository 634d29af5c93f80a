// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.FrameContents;
import dev.kernellab.memory.FrameRanges;
import dev.kernellab.memory.PagingStructures;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Registers;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.qmp.QmpCommand;
import dev.kernellab.runner.qmp.RegisterDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Takes a run's captures: registers, the allocator's frames, the page directory and the page
/// tables; of each frame only what has not been told before.
final class Snapshotter {
  private final BootedMachine machine;
  private final GuestMemory memory;
  private final List<FrameRange> allocator;

  /// What the last capture that covered a frame said of it.
  private final Map<Integer, byte[]> told = new HashMap<>();

  /// The same, of captures that were not torn. A stopped capture tells what is new since the last
  /// stopped one even if a torn one has told it in between: so what it holds does not depend on how
  /// many samples a host had time for.
  private final Map<Integer, byte[]> toldStopped = new HashMap<>();

  private List<FrameRange> lastCovered = List.of();
  private int taken;

  Snapshotter(BootedMachine machine, RamLayout ram, AllocatorProfile profile) {
    this.machine = machine;
    this.memory = new GuestMemory(machine, ram);
    this.allocator = framesOf(profile);
  }

  /// Why a capture is taken.
  ///
  /// @param torn the guest runs meanwhile
  record Occasion(Capture.Reason reason, @Nullable String checkpoint, boolean torn) {}

  /// One question to the monitor.
  JsonNode ask(QmpCommand question) throws IOException {
    return machine.monitor().call(question);
  }

  /// The registers and the count of instructions, in one exchange.
  Look look() throws IOException {
    List<JsonNode> answers =
        machine
            .monitor()
            .callAll(List.of(new QmpCommand.QueryReplay(), new QmpCommand.InfoRegisters()));
    long instructions = answers.getFirst().path("icount").asLong(-1);
    if (instructions < 0) {
      throw new IOException("query-replay: no count of instructions in the answer");
    }
    return new Look(RegisterDump.parse(answers.getLast()), instructions);
  }

  /// Captures in any case.
  Capture take(Occasion occasion, Look look) throws IOException {
    return capture(occasion, look, read(look.cpu().registers()));
  }

  /// Captures when memory is no longer what the last capture said.
  Optional<Capture> takeIfChanged(Occasion occasion, Look look) throws IOException {
    SortedMap<Integer, byte[]> frames = read(look.cpu().registers());
    boolean same =
        rangesOf(frames).equals(lastCovered)
            && frames.entrySet().stream()
                .allMatch(e -> isTold(e.getKey(), e.getValue(), occasion.torn()));
    return same ? Optional.empty() : Optional.of(capture(occasion, look, frames));
  }

  private Capture capture(Occasion occasion, Look look, SortedMap<Integer, byte[]> frames) {
    var changed = new ArrayList<Capture.FrameContent>();
    frames.forEach(
        (frame, bytes) -> {
          if (!isTold(frame, bytes, occasion.torn())) {
            changed.add(FrameContents.deflate(frame, bytes));
          }
          told.put(frame, bytes);
          if (!occasion.torn()) {
            toldStopped.put(frame, bytes);
          }
        });
    lastCovered = rangesOf(frames);
    return new Capture(
        taken++,
        occasion.reason(),
        occasion.checkpoint(),
        look.instructions(),
        occasion.torn(),
        look.cpu().registers(),
        lastCovered,
        changed);
  }

  private SortedMap<Integer, byte[]> read(Registers registers) throws IOException {
    var read = new ReadMemory(memory);
    try {
      read.expect(allocator);
      PagingStructures.frames(registers, read);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return read.frames();
  }

  private boolean isTold(int frame, byte[] bytes, boolean torn) {
    return Arrays.equals(told.get(frame), bytes)
        && (torn || Arrays.equals(toldStopped.get(frame), bytes));
  }

  private static List<FrameRange> rangesOf(SortedMap<Integer, byte[]> frames) {
    return FrameRanges.union(
        frames.keySet().stream().map(frame -> new FrameRange(frame, 1)).toList());
  }

  private static List<FrameRange> framesOf(AllocatorProfile profile) {
    return switch (profile) {
      case AllocatorProfile.Bitmap bitmap -> {
        long first = bitmap.at().frame();
        long last = bitmap.at().plus(bitmap.byteLength() - 1L).frame();
        yield last < 1 << 20
            ? List.of(new FrameRange((int) first, (int) (last - first + 1)))
            : List.of();
      }
      case AllocatorProfile.None ignored -> List.of();
    };
  }
}
