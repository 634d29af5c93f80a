// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.FrameContents;
import dev.kernellab.memory.FrameRanges;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.SingleWords;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.memory.check.KernelMemory;
import dev.kernellab.memory.check.SeenDirectories;
import dev.kernellab.memory.descriptor.DescriptorTables;
import dev.kernellab.memory.discover.Standstill;
import dev.kernellab.memory.end.LastState;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameHashes;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Ready;
import dev.kernellab.protocol.Registers;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.gdb.MonitorText;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Takes a run's captures: registers, and whatever had to be looked at to read what the profile
/// describes; of each frame only what has not been told before.
final class Snapshotter {
  private final BootedMachine machine;
  private final GuestMemory memory;
  private final Profile profile;
  private final Onlooker onlooker;
  private final FreeFrameWatch freeFrames;
  private final PhysicalMapWatch physicalMap;

  /// Where the image defines what the profile names.
  private final Map<String, LinearAddress> symbols;

  /// What the last capture that covered a frame said of it.
  private final Map<Integer, byte[]> told = new HashMap<>();

  /// The same, of settled captures. They tell what is new since the last settled one even if
  /// another has told it in between: so what they hold does not depend on how many samples a host
  /// had time for.
  private final Map<Integer, byte[]> toldStopped = new HashMap<>();

  private List<FrameRange> lastCovered = List.of();
  private SortedMap<Long, Integer> lastWords = new TreeMap<>();
  private final SeenDirectories directories = new SeenDirectories();
  private SortedSet<LinearAddress> codeAddresses = new TreeSet<>();
  private Optional<String> unreadAccount = Optional.empty();
  private boolean ready;
  private int packed;

  Snapshotter(
      BootedMachine machine,
      RamLayout ram,
      Profile profile,
      Map<String, LinearAddress> imageSymbols,
      Onlooker onlooker) {
    this.machine = machine;
    this.memory = new GuestMemory(machine, ram);
    this.profile = profile;
    this.onlooker = onlooker;
    this.freeFrames = new FreeFrameWatch(memory, profile);
    this.physicalMap = new PhysicalMapWatch(machine.debugger());
    this.symbols = new TreeMap<>(imageSymbols);
    symbols.keySet().retainAll(profile.symbols());
  }

  /// Why a capture is taken.
  ///
  /// @param torn the guest runs meanwhile
  /// @param printed see [Capture#printed]
  record Occasion(
      Capture.Reason reason, @Nullable String checkpoint, boolean torn, @Nullable Boolean printed) {
    /// How it ended is to be explained.
    boolean isLast() {
      return switch (reason) {
        case FAULT, FINAL -> true;
        case CHECKPOINT, PERIOD, REQUEST, UNANNOUNCED -> false;
      };
    }

    /// Not of the host's choosing: no other capture may hold more or less for one that is.
    boolean isSettled() {
      return !torn && reason != Capture.Reason.UNANNOUNCED;
    }
  }

  /// What was read of a machine. Packing it takes most of a capture's time, and the machine need
  /// not wait for that.
  record Taken(
      Occasion occasion,
      Look look,
      SortedMap<Integer, byte[]> frames,
      SortedMap<Long, Integer> words,
      @Nullable List<PhysicalSpan> physicalMap,
      @Nullable FrameHashes freeFrames) {}

  /// @param memory what was read of it
  /// @param account what the kernel says of its frames
  private record Reading(ReadMemory memory, AllocatorReading account) {}

  /// One question to the monitor.
  JsonNode ask(QmpCommand question) throws IOException {
    return machine.monitor().call(question);
  }

  /// The registers and the count of instructions, whether the machine runs or stands still.
  Look look() throws IOException {
    List<JsonNode> answers =
        machine
            .monitor()
            .callAll(List.of(new QmpCommand.QueryReplay(), new QmpCommand.InfoRegisters()));
    return look(answers.getFirst(), answers.getLast().asString(""), null);
  }

  /// The same of a machine that stands still, and more. The monitor answers when the debugger's
  /// stub has.
  Look lookStanding() throws IOException {
    GdbClient debugger = machine.debugger();
    debugger.askFor(GdbClient.Shown.REGISTERS, GdbClient.Shown.MEMORY_TREE);
    JsonNode replay = ask(new QmpCommand.QueryReplay());
    return look(replay, debugger.shown().read(), debugger.shown());
  }

  /// Of a machine that stands still, what most cheaply tells where it is.
  Look glance() throws IOException {
    GdbClient debugger = machine.debugger();
    debugger.askFor(GdbClient.Shown.REGISTERS);
    JsonNode replay = ask(new QmpCommand.QueryReplay());
    return look(replay, debugger.shown().read(), null);
  }

  private static Look look(JsonNode replay, String registers, @Nullable MonitorText memoryTree)
      throws IOException {
    long instructions = replay.path("icount").asLong(-1);
    if (instructions < 0) {
      throw new IOException("query-replay: no count of instructions in the answer");
    }
    return new Look(RegisterDump.parse(registers), instructions, memoryTree);
  }

  /// Reads in any case. What was taken before has to be packed by then.
  Taken take(Occasion occasion, Look look) throws IOException {
    return taken(occasion, look, read(occasion, look.cpu().registers()));
  }

  /// The same, when memory is no longer what the last capture said.
  Optional<Taken> takeIfChanged(Occasion occasion, Look look) throws IOException {
    Reading read = read(occasion, look.cpu().registers());
    SortedMap<Integer, byte[]> frames = read.memory().frames();
    boolean same =
        rangesOf(frames).equals(lastCovered)
            && read.memory().words().equals(lastWords)
            && frames.entrySet().stream()
                .allMatch(e -> isTold(e.getKey(), e.getValue(), occasion.isSettled()));
    return same ? Optional.empty() : Optional.of(taken(occasion, look, read));
  }

  private Taken taken(Occasion occasion, Look look, Reading read) throws IOException {
    var taken =
        new Taken(
            occasion,
            look,
            read.memory().frames(),
            read.memory().words(),
            occasion.isSettled() ? physicalMap.changed(look) : null,
            freeFrames.look(occasion, read.account()));
    if (occasion.isSettled()) {
      remember(occasion, read.account());
      letLook(occasion, look);
    }
    return taken;
  }

  /// Makes a capture of it. Each has to be packed before the next is taken.
  Capture pack(Taken taken) {
    Occasion occasion = taken.occasion();
    var changed = new ArrayList<Capture.FrameContent>();
    taken
        .frames()
        .forEach(
            (frame, bytes) -> {
              if (!isTold(frame, bytes, occasion.isSettled())) {
                changed.add(FrameContents.deflate(frame, bytes));
              }
              told.put(frame, bytes);
              if (occasion.isSettled()) {
                toldStopped.put(frame, bytes);
              }
            });
    lastCovered = rangesOf(taken.frames());
    lastWords = taken.words();
    var capture =
        new Capture(
            packed++,
            occasion.reason(),
            occasion.checkpoint(),
            taken.look().instructions(),
            occasion.torn(),
            taken.look().cpu().registers(),
            lastCovered,
            changed,
            SingleWords.pack(lastWords),
            profile.symbols().isEmpty() ? null : symbols,
            taken.physicalMap(),
            taken.freeFrames(),
            occasion.printed());
    directories.after(capture);
    return capture;
  }

  /// After the end there may be nothing left to read.
  private void remember(Occasion occasion, AllocatorReading account) {
    Ready from = profile.allocator().readyAt();
    ready |= from == null || from.isAt(occasion.checkpoint(), occasion.printed());
    if (ready && occasion.reason() != Capture.Reason.FAULT) {
      unreadAccount =
          account instanceof AllocatorReading.Unreadable(String reason)
              ? Optional.of(reason)
              : Optional.empty();
    }
  }

  /// Why the account could not be read when last it was ready and the machine stood still.
  Optional<String> unreadAccount() {
    return unreadAccount;
  }

  private void letLook(Occasion occasion, Look look) throws IOException {
    try {
      onlooker.look(
          new Standstill(
              occasion.checkpoint(),
              look.cpu().registers(),
              new WholeMemory(memory),
              physicalMap.last()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Reading read(Occasion occasion, Registers registers) throws IOException {
    var read = new ReadMemory(memory);
    try {
      KernelMemory kernel =
          KernelMemory.read(profile, registers, read, symbols, directories.before(registers));
      AddressSpace space = kernel.space();
      if (occasion.isLast()) {
        codeAddresses = LastState.read(registers, space, read).codeAddresses();
      } else {
        codeAddresses = DescriptorTables.read(registers, new LinearMemory(space, read)).handlers();
      }
      return new Reading(read, kernel.allocator());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Where code is of which somebody will want to know the function, by the latest capture.
  SortedSet<LinearAddress> codeAddresses() {
    return codeAddresses;
  }

  private boolean isTold(int frame, byte[] bytes, boolean settled) {
    return Arrays.equals(told.get(frame), bytes)
        && (!settled || Arrays.equals(toldStopped.get(frame), bytes));
  }

  private static List<FrameRange> rangesOf(SortedMap<Integer, byte[]> frames) {
    return FrameRanges.union(
        frames.keySet().stream().map(frame -> new FrameRange(frame, 1)).toList());
  }
}
