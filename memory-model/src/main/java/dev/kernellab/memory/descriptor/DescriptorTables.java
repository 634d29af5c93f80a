// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.LinearMemory;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// GDT, IDT and TSS at one moment, as far as they could be read. The runner reads them of the live
/// machine only to find out what has to be captured.
///
/// @param isDecoded in 32-bit protected mode, where selectors are selectors (Intel SDM vol. 3, 2.2)
/// @param segments by index into the GDT; up to 256, and null descriptors left out
/// @param gates by vector; those that are zero left out
/// @param gdtUnread entries that the limit allows and that lie nowhere or outside RAM
/// @param idtUnread the same of the IDT
public record DescriptorTables(
    Registers registers,
    boolean isDecoded,
    SortedMap<Integer, SegmentDescriptor> segments,
    SortedMap<Integer, GateDescriptor> gates,
    int gdtUnread,
    int idtUnread,
    Optional<TaskState> task) {
  private static final int ENTRY = 8;

  /// Of a GDT of up to 8,192; no kernel that fits a course has so many.
  private static final int MOST_SEGMENTS = 256;

  private static final int MOST_GATES = 256;
  private static final int CR0_PE = 1;
  private static final int EFLAGS_VM = 1 << 17;

  /// Of a 32-bit processor; others have tables of another form, and nothing is read.
  public static DescriptorTables read(Registers registers, LinearMemory memory) {
    var segments = new TreeMap<Integer, SegmentDescriptor>();
    var gates = new TreeMap<Integer, GateDescriptor>();
    int gdtUnread = 0;
    int idtUnread = 0;
    boolean decoded = isDecoded(registers, memory);
    if (decoded) {
      Map<Integer, Long> gdt = entries(memory, registers.gdtBase(), segmentCount(registers));
      Map<Integer, Long> idt = entries(memory, registers.idtBase(), gateCount(registers));
      gdtUnread = segmentCount(registers) - gdt.size();
      idtUnread = gateCount(registers) - idt.size();
      gdt.forEach((index, raw) -> putUnlessZero(segments, index, raw, new SegmentDescriptor(raw)));
      idt.forEach((vector, raw) -> putUnlessZero(gates, vector, raw, new GateDescriptor(raw)));
    }
    return new DescriptorTables(
        registers,
        decoded,
        Collections.unmodifiableSortedMap(segments),
        Collections.unmodifiableSortedMap(gates),
        gdtUnread,
        idtUnread,
        decoded ? task(registers.segments(), memory) : Optional.empty());
  }

  private static boolean isDecoded(Registers registers, LinearMemory memory) {
    return registers.segments() != null
        && memory.space().mode().isNarrow()
        && (registers.cr0().value() & CR0_PE) != 0
        && (registers.eflags().value() & EFLAGS_VM) == 0;
  }

  /// Entries of the GDT that its limit allows and that are looked at.
  public static int segmentCount(Registers registers) {
    return Math.min(MOST_SEGMENTS, (registers.gdtLimit() + 1) / ENTRY);
  }

  /// Entries of the IDT that its limit allows.
  public static int gateCount(Registers registers) {
    return Math.min(MOST_GATES, (registers.idtLimit() + 1) / ENTRY);
  }

  /// What a selector chooses in the GDT; empty for the null selector, the LDT, and beyond the
  /// limit.
  public Optional<SegmentDescriptor> segment(int selector) {
    boolean local = (selector & 4) != 0;
    return local || selector >>> 3 == 0
        ? Optional.empty()
        : Optional.ofNullable(segments.get(selector >>> 3));
  }

  /// Where the gates that are present lead; nowhere while the IDT is not the kernel's.
  public SortedSet<LinearAddress> handlers() {
    var handlers = new TreeSet<LinearAddress>();
    if (isIdtOfFirmware()) {
      return handlers;
    }
    gates.values().stream()
        .filter(GateDescriptor::isPresent)
        .forEach(gate -> handlers.add(gate.offset()));
    return handlers;
  }

  /// Whether that entry of the GDT was read, zero or not.
  public boolean knows(int selector) {
    return gdtUnread == 0 && selector >>> 3 < segmentCount(registers);
  }

  /// IDTR is as firmware leaves it for real mode, 256 vectors of four bytes at 0, and nothing there
  /// is a gate into a segment of the GDT: the kernel has loaded no IDT.
  public boolean isIdtOfFirmware() {
    return registers.idtBase().value() == 0
        && registers.idtLimit() == 0x3FF
        && gates.values().stream().noneMatch(this::mayWork);
  }

  private boolean mayWork(GateDescriptor gate) {
    return gate.isPresent()
        && gate.kind() != GateDescriptor.Kind.INVALID
        && gate.selector() >>> 3 != 0
        && (gate.selector() | 7) <= registers.gdtLimit();
  }

  private static <T> void putUnlessZero(Map<Integer, T> map, int index, long raw, T entry) {
    if (raw != 0) {
      map.put(index, entry);
    }
  }

  private static Map<Integer, Long> entries(LinearMemory memory, LinearAddress base, int count) {
    memory.expect(base.value(), (long) count * ENTRY);
    var entries = new TreeMap<Integer, Long>();
    for (int index = 0; index < count; index++) {
      OptionalLong raw = memory.quad(base.value() + (long) index * ENTRY);
      if (raw.isPresent()) {
        entries.put(index, raw.getAsLong());
      }
    }
    return entries;
  }

  /// Empty while TR holds the null selector: no TSS has been loaded.
  private static Optional<TaskState> task(@Nullable Segments segments, LinearMemory memory) {
    if (segments == null || segments.tr().selector() >>> 2 == 0) {
      return Optional.empty();
    }
    long base = segments.tr().base().value();
    memory.expect(base, TaskState.SIZE);
    OptionalLong esp0 = memory.word(base + TaskState.ESP0);
    OptionalLong ss0 = memory.word(base + TaskState.SS0);
    OptionalLong ioMap = memory.word(base + TaskState.IO_MAP);
    return esp0.isEmpty() || ss0.isEmpty() || ioMap.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TaskState(
                segments.tr().base(),
                (int) ss0.getAsLong() & 0xFFFF,
                new Hex32((int) esp0.getAsLong()),
                (int) (ioMap.getAsLong() >>> 16)));
  }
}
