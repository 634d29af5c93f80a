// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.descriptor.DescriptorProblem.Table;
import dev.kernellab.memory.descriptor.SegmentDescriptor.Kind;
import dev.kernellab.protocol.Hexadecimal;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the GDT has what selectors choose.
final class SegmentChecks {
  /// What makes 64 bits no address (Intel SDM vol. 1, 3.3.7.1).
  static final String NO_ADDRESS = "which is no address: bits 63 to 48 do not repeat bit 47";

  private final DescriptorTables tables;
  private final Registers registers;

  SegmentChecks(DescriptorTables tables) {
    this.tables = tables;
    this.registers = tables.registers();
  }

  List<DescriptorProblem> problems() {
    var problems = new ArrayList<DescriptorProblem>();
    if ((registers.gdtLimit() + 1) % 8 != 0) {
      problems.add(
          problem(
              null,
              "The limit is %d; a table of n entries has limit 8 n - 1.",
              registers.gdtLimit()));
    }
    Segments loaded = registers.segments();
    if (loaded != null) {
      registers(loaded, problems);
    }
    tables.segments().forEach((index, it) -> system(index, it, problems));
    long gdtEnd = registers.gdtBase().value() + registers.gdtLimit();
    long idtEnd = registers.idtBase().value() + registers.idtLimit();
    if (!tables.isIdtOfFirmware()
        && tables.gdtUnread() + tables.idtUnread() == 0
        && registers.gdtBase().value() <= idtEnd
        && registers.idtBase().value() <= gdtEnd) {
      problems.add(problem(null, "GDT and IDT overlap."));
    }
    return problems;
  }

  /// In 64-bit code only CS counts; the others may be null (Intel SDM vol. 3, 3.4.4 and 5.4.1.1).
  private void registers(Segments loaded, List<DescriptorProblem> problems) {
    boolean wide = tables.executes64Bits();
    register("CS", loaded.cs(), wide ? codeProblem(loaded.cs()) : code(loaded.cs()), problems);
    boolean mayBeNull = wide && loaded.privilege() < 3;
    if (!mayBeNull || loaded.ss().selector() >>> 2 != 0) {
      register("SS", loaded.ss(), problem(loaded.ss().selector(), Kind.DATA), problems);
    }
    if (loaded.ds().selector() >>> 2 != 0) {
      register("DS", loaded.ds(), problem(loaded.ds().selector(), Kind.DATA, Kind.CODE), problems);
    }
  }

  private Optional<String> code(Segments.Segment cs) {
    return problem(cs.selector(), Kind.CODE);
  }

  private Optional<String> codeProblem(Segments.Segment cs) {
    return codeProblem(cs.selector());
  }

  /// A segment register works on with what it remembers; the next load, and every interrupt, looks
  /// at the table again.
  private static void register(
      String name,
      Segments.Segment segment,
      Optional<String> problem,
      List<DescriptorProblem> problems) {
    problem.ifPresent(
        it ->
            problems.add(
                problem(
                    segment.selector() >>> 3,
                    "%s holds selector 0x%02X: %s.",
                    name,
                    segment.selector(),
                    it)));
  }

  /// Why code of a gate, or 64-bit code, cannot run in a segment: in IA-32e mode it has to be a
  /// 64-bit one, with L set and D clear (Intel SDM vol. 3, 6.14.1 and 3.4.5).
  Optional<String> codeProblem(int selector) {
    Optional<String> problem = problem(selector, Kind.CODE);
    if (problem.isPresent() || !tables.isWide()) {
      return problem;
    }
    String entry = "entry " + (selector >>> 3) + " of the GDT ";
    return tables
        .segment(selector)
        .filter(it -> !it.is64Bit() || it.is32Bit())
        .map(
            it ->
                entry
                    + (it.is64Bit()
                        ? "has both L and D set, which is reserved"
                        : "is a code segment of " + (it.is32Bit() ? 32 : 16) + " bits, not of 64"));
  }

  /// Why a selector cannot be loaded; empty when it can, and when that is not known.
  Optional<String> problem(int selector, Kind... wanted) {
    if ((selector & 4) != 0) {
      return Optional.empty(); // the LDT is not looked at
    }
    if (selector >>> 3 == 0) {
      return Optional.of("it is the null selector");
    }
    if ((selector | 7) > registers.gdtLimit()) {
      return Optional.of("it lies beyond the GDT's limit of " + registers.gdtLimit());
    }
    if (!tables.knows(selector)) {
      return Optional.empty();
    }
    String entry = "entry " + (selector >>> 3) + " of the GDT ";
    if (tables.isUpperHalf(selector)) {
      return Optional.of(entry + "is the second half of the one before it");
    }
    Optional<SegmentDescriptor> segment = tables.segment(selector);
    Kind kind = segment.map(SegmentDescriptor::kind).orElse(Kind.NULL);
    if (!List.of(wanted).contains(kind)) {
      return Optional.of(entry + "is " + words(kind) + ", not " + words(wanted[0]));
    }
    return segment.filter(SegmentDescriptor::isPresent).isPresent()
        ? Optional.empty()
        : Optional.of(entry + "is not present");
  }

  /// What has 16 bytes in IA-32e mode, and was perhaps written as if it had eight.
  private void system(int index, SegmentDescriptor it, List<DescriptorProblem> problems) {
    if (!it.hasUpperHalf() || !it.isPresent()) {
      return;
    }
    String subject = "Entry %d is %s".formatted(index, words(it.kind()));
    if (index * 8 + 15 > registers.gdtLimit()) {
      problems.add(
          problem(
              index,
              "%s, which has 16 bytes in 64-bit mode: the GDT's limit of %d cuts it off.",
              subject,
              registers.gdtLimit()));
    } else if (it.upperType() != 0) {
      problems.add(
          problem(
              index,
              "%s, which has 16 bytes in 64-bit mode: what follows is no second half, 0x%016X.",
              subject,
              it.upper()));
    } else if (it.kind() != Kind.CALL_GATE && !LinearAddress.isCanonical(it.base())) {
      problems.add(
          problem(
              index,
              "%s. Its base is %s, %s.",
              subject,
              Hexadecimal.format(it.base()),
              NO_ADDRESS));
    }
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case NULL -> "zero";
      case CODE -> "a code segment";
      case DATA -> "a data segment";
      case TSS_AVAILABLE -> "a TSS, available";
      case TSS_BUSY -> "a TSS, busy";
      case LDT -> "an LDT";
      case CALL_GATE -> "a call gate";
      case TASK_GATE -> "a task gate";
      case OF_16_BITS -> "a 16-bit system descriptor";
      case RESERVED -> "of a reserved type";
    };
  }

  private static DescriptorProblem problem(
      @Nullable Integer index, String message, Object... values) {
    return new DescriptorProblem(Table.GDT, index, message.formatted(values));
  }
}
