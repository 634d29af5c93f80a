// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.PagingMode;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// GDT, IDT and TSS at one moment, as far as they could be read. The runner reads them of the live
/// machine only to find out what has to be captured.
///
/// @param isDecoded in protected mode, where selectors are selectors, and in IA-32e mode (Intel SDM
///   vol. 3, 2.2); not where paging has five levels
/// @param isWide in IA-32e mode (EFER.LMA is 1), whether or not the code that runs is 64-bit: gates
///   and system descriptors have 16 bytes
/// @param segments by index into the GDT; up to 256, and null descriptors left out
/// @param gates by vector; those that are zero left out
/// @param gdtUnread entries that the limit allows and that lie nowhere or outside RAM
/// @param idtUnread the same of the IDT
public record DescriptorTables(
    Registers registers,
    boolean isDecoded,
    boolean isWide,
    SortedMap<Integer, SegmentDescriptor> segments,
    SortedMap<Integer, GateDescriptor> gates,
    int gdtUnread,
    int idtUnread,
    Optional<TaskState> task) {
  /// Of a GDT of up to 8,192; no kernel that fits a course has so many.
  private static final int MOST_SEGMENTS = 256;

  private static final int MOST_GATES = 256;
  private static final int CR0_PE = 1;
  private static final int EFLAGS_VM = 1 << 17;

  /// Nothing is read of a processor in real mode.
  public static DescriptorTables read(Registers registers, LinearMemory memory) {
    boolean decoded = isDecoded(registers, memory.space().mode());
    boolean wide = !memory.space().mode().isNarrow();
    var reader = new TableReader(memory, wide);
    TableReader.Entries<SegmentDescriptor> gdt =
        reader.segments(registers.gdtBase(), decoded ? segmentCount(registers) : 0);
    TableReader.Entries<GateDescriptor> idt =
        reader.gates(registers.idtBase(), decoded ? gateCount(registers, wide) : 0);
    return new DescriptorTables(
        registers,
        decoded,
        wide,
        Collections.unmodifiableSortedMap(gdt.entries()),
        Collections.unmodifiableSortedMap(idt.entries()),
        gdt.unread(),
        idt.unread(),
        decoded ? task(registers.segments(), wide, memory) : Optional.empty());
  }

  private static boolean isDecoded(Registers registers, PagingMode mode) {
    return registers.segments() != null
        && mode != PagingMode.LEVELS_5
        && (registers.cr0().value() & CR0_PE) != 0
        && (registers.eflags().value() & EFLAGS_VM) == 0;
  }

  /// Places of eight bytes in the GDT that its limit allows and that are looked at.
  private static int segmentCount(Registers registers) {
    return Math.min(MOST_SEGMENTS, (registers.gdtLimit() + 1) / 8);
  }

  private static int gateCount(Registers registers, boolean wide) {
    return Math.min(MOST_GATES, (registers.idtLimit() + 1) / (wide ? 16 : 8));
  }

  /// Entries of the IDT that its limit allows.
  public int gateCount() {
    return gateCount(registers, isWide);
  }

  /// Bytes of a gate.
  public int gateSize() {
    return isWide ? 16 : 8;
  }

  /// The code that runs is 64-bit: segments have neither base nor limit (Intel SDM vol. 3, 3.2.4).
  public boolean executes64Bits() {
    return isWide && registers.wide() != null;
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
        .forEach(gate -> gate.handler().ifPresent(handlers::add));
    return handlers;
  }

  /// Whether that entry of the GDT was read, zero or not.
  public boolean knows(int selector) {
    return gdtUnread == 0 && selector >>> 3 < segmentCount(registers);
  }

  /// Whether that entry is the second half of the one before it.
  boolean isUpperHalf(int selector) {
    SegmentDescriptor before = segments.get((selector >>> 3) - 1);
    return before != null && before.hasUpperHalf();
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

  /// Empty while TR holds the null selector: no TSS has been loaded.
  private static Optional<TaskState> task(
      @Nullable Segments segments, boolean wide, LinearMemory memory) {
    return segments == null || segments.tr().selector() >>> 2 == 0
        ? Optional.empty()
        : TaskState.read(segments.tr().base(), wide, memory);
  }
}
