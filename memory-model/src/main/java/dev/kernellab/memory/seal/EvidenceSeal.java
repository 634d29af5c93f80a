// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.seal;

import dev.kernellab.memory.FrameContents;
import dev.kernellab.memory.FreeFrameHashes;
import dev.kernellab.memory.SingleWords;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.Segments;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One hash over what a graded machine showed: the same image on the same machine gives the same,
/// on a fast and on a busy host. In it are serial output, checkpoints, every capture of a machine
/// that stood still, its fault, its end. Left out is what hosts differ in: time, samples of a
/// running machine, sentences, and whatever comes after the last checkpoint of a run that we ended
/// when we happened to look. Events are given one by one, in their order, from the run's first.
public final class EvidenceSeal {
  /// To be changed with anything below: hashes of one version only are to be compared.
  private static final String VERSION = "kernel-lab evidence 2";

  /// Ends at which the machine stands still at an instruction of its own choosing. That of a
  /// machine switched off is not one: it goes on until QEMU gets to it.
  private static final Set<String> EXACT =
      Set.of("LAST_CHECKPOINT", "HALTED", "TRIPLE_FAULT", "RESET");

  /// Nobody outside the machine decides when these captures are taken.
  private static final Set<Reason> ITS_OWN_DOING =
      EnumSet.of(Reason.CHECKPOINT, Reason.FAULT, Reason.FINAL);

  private final boolean counted;
  private final Digest all = new Digest().text(VERSION);

  /// SHA-256 of each frame, as last captured.
  private final Map<Integer, byte[]> contents = new HashMap<>();

  /// Up to the last checkpoint.
  private Digest settled = all.copy();

  private List<PhysicalSpan> physicalMap = List.of();
  private Digest printed = new Digest();
  private long printedBytes;

  /// @param counted whether the same image always takes the same number of instructions: not when
  ///   firmware and a boot loader read it from a disk
  public EvidenceSeal(boolean counted) {
    this.counted = counted;
  }

  /// @throws dev.kernellab.memory.MalformedCaptureException when a capture is damaged
  public void add(RunEvent event) {
    switch (event) {
      case RunEvent.SerialOutput it -> {
        byte[] bytes = it.text().getBytes(StandardCharsets.ISO_8859_1);
        printed.piece(bytes);
        printedBytes += bytes.length;
      }
      case RunEvent.CheckpointReached it -> {
        endSerial();
        all.text("checkpoint").text(it.name()).number(it.hit()).number(it.address().value());
        count(it.instructions());
      }
      case RunEvent.SnapshotTaken it -> add(it.capture());
      case RunEvent.FaultSeen it -> {
        endSerial();
        all.text("fault").text(it.kind());
        add(it.registers());
      }
      case RunEvent.ExecutionChanged it -> {} // of interactive machines, which are not compared
      case RunEvent.StateChanged it -> {}
      case RunEvent.BuildOutput it -> {}
      case RunEvent.MachineStarted it -> {} // what is asked of it, not what it shows
      case RunEvent.CodeNamed it -> {} // the image's words, not the machine's
      case RunEvent.Ended it -> {}
    }
  }

  /// The hash, in hexadecimal; empty when the kernel was not seen to its end. Nothing can be added
  /// after it.
  public Optional<String> close(RunOutcome outcome) {
    return switch (outcome.kind()) {
      case COMPLETED, KERNEL_HALTED, KERNEL_FAULT -> {
        boolean exact = EXACT.contains(outcome.code());
        if (exact) {
          endSerial();
        }
        Digest sealed = exact ? all : settled;
        yield Optional.of(sealed.text(outcome.kind().name()).text(outcome.code()).hex());
      }
      // Which of several budgets was found to be gone depends on when we looked.
      case BUDGET_EXHAUSTED -> Optional.of(settled.text(outcome.kind().name()).hex());
      case BUILD_REJECTED, CANCELLED, LAB_FAULT -> Optional.empty();
    };
  }

  /// In how many pieces it came is the host's doing.
  private void endSerial() {
    if (printedBytes > 0) {
      all.text("serial").number(printedBytes).text(printed.hex());
      printed = new Digest();
      printedBytes = 0;
    }
  }

  private void add(Capture capture) {
    for (Capture.FrameContent content : capture.changed()) {
      contents.put(content.frame(), Digest.of(FrameContents.inflate(content)));
    }
    if (capture.physicalMap() != null) {
      physicalMap = capture.physicalMap();
    }
    if (capture.torn() || !ITS_OWN_DOING.contains(capture.reason())) {
      return;
    }
    endSerial();
    all.text("capture").text(capture.reason().name()).text(orNone(capture.checkpoint()));
    count(capture.instructions());
    add(capture.registers());
    addFrames(capture.frames());
    Map<Long, Integer> words = new TreeMap<>(SingleWords.unpack(capture.words()));
    all.number(words.size());
    words.forEach((at, word) -> all.number(at).number(word));
    if (capture.freeFrames() != null) {
      Map<Integer, Integer> hashes = FreeFrameHashes.unpack(capture.freeFrames());
      all.text("free frames").number(hashes.size());
      hashes.forEach((frame, hash) -> all.number(frame).number(hash));
    }
    if (capture.printed() != null) {
      all.text("printed").number(capture.printed() ? 1 : 0);
    }
    Map<String, LinearAddress> symbols = capture.symbols() == null ? Map.of() : capture.symbols();
    all.number(symbols.size());
    symbols.forEach((name, at) -> all.text(name).number(at.value()));
    all.number(physicalMap.size());
    physicalMap.forEach(this::add);
    if (capture.reason() == Reason.CHECKPOINT) {
      settled = all.copy();
    }
  }

  private void addFrames(List<FrameRange> covered) {
    all.number(covered.stream().mapToInt(FrameRange::count).sum());
    for (FrameRange range : covered) {
      for (int frame = range.first(); frame < range.end(); frame++) {
        byte[] content = contents.get(frame);
        all.number(frame).bytes(content == null ? new byte[0] : content);
      }
    }
  }

  private void add(PhysicalSpan span) {
    all.number(span.start().value()).number(span.end().value());
    all.text(span.sort().name()).text(span.name());
  }

  private void add(Registers it) {
    for (Hex32 register :
        List.of(
            it.eip(),
            it.esp(),
            it.ebp(),
            it.eflags(),
            it.eax(),
            it.ebx(),
            it.ecx(),
            it.edx(),
            it.esi(),
            it.edi(),
            it.cr0(),
            it.cr2(),
            it.cr3(),
            it.cr4())) {
      all.number(register.unsigned());
    }
    all.number(it.extendedFeatures());
    all.number(it.gdtBase().value()).number(it.gdtLimit());
    all.number(it.idtBase().value()).number(it.idtLimit());
    all.number(it.halted() ? 1 : 0);
    if (it.segments() != null) {
      Segments segments = it.segments();
      List.of(segments.cs(), segments.ss(), segments.ds(), segments.ldtr(), segments.tr())
          .forEach(this::add);
    }
    if (it.wide() != null) {
      all.text(it.wide().toString()); // its registers by name
    }
  }

  private void add(Segments.Segment it) {
    all.number(it.selector()).number(it.base().value());
    all.number(it.limit().unsigned()).number(it.flags().unsigned());
  }

  private void count(@Nullable Long instructions) {
    all.number(counted && instructions != null ? instructions : -1);
  }

  private static String orNone(@Nullable String text) {
    return text == null ? "" : text;
  }
}
