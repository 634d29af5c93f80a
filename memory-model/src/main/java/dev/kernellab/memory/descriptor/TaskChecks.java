// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Translation;
import dev.kernellab.memory.descriptor.DescriptorProblem.Table;
import dev.kernellab.memory.descriptor.SegmentDescriptor.Kind;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.Hexadecimal;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the TSS has stacks for interrupts.
record TaskChecks(DescriptorTables tables, AddressSpace space, SegmentChecks segments) {
  List<DescriptorProblem> problems() {
    var problems = new ArrayList<DescriptorProblem>();
    Segments loaded = tables.registers().segments();
    if (loaded == null) {
      return problems;
    }
    boolean user = loaded.privilege() == 3;
    Segments.Segment tr = loaded.tr();
    if (tr.selector() >>> 2 == 0) {
      if (user) {
        add(
            problems,
            "User code runs and no TSS is loaded: no interrupt can find the kernel's stack.");
      }
      return problems;
    }
    segments
        .problem(tr.selector(), Kind.TSS_BUSY)
        .ifPresent(it -> add(problems, "TR holds selector 0x%02X: %s.", tr.selector(), it));
    if (tr.limit().unsigned() < TaskState.SIZE - 1) {
      add(problems, "The limit is %d; a TSS has at least 104 bytes.", tr.limit().unsigned());
    }
    if (space.translate(tr.base()) instanceof Translation.Failed it) {
      add(problems, "It is at %s, which is not mapped: %s.", tr.base().toJson(), it.reason());
    }
    switch (tables.task().orElse(null)) {
      case null -> {}
      case TaskState.Of32Bits it -> narrow(it, user, problems);
      case TaskState.Of64Bits it -> wide(it, user, problems);
    }
    return problems;
  }

  /// What is zero has not been set yet. ESP0 counts while user code runs; in between, it may be
  /// what a thread that is gone left behind.
  private void narrow(TaskState.Of32Bits task, boolean user, List<DescriptorProblem> problems) {
    if (task.ss0() == 0 && task.esp0().value() == 0) {
      return;
    }
    segments
        .problem(task.ss0(), Kind.DATA)
        .ifPresent(it -> add(problems, "SS0 is 0x%02X: %s.", task.ss0(), it));
    if (user) {
      var top = new LinearAddress(task.esp0().unsigned() - 4 & 0xFFFF_FFFFL);
      stackProblem(top).ifPresent(it -> add(problems, "ESP0 is %s, and %s.", task.esp0(), it));
    }
  }

  /// What is no address is none for a thread that is gone either.
  private void wide(TaskState.Of64Bits task, boolean user, List<DescriptorProblem> problems) {
    for (int level = 0; level < task.rsp().size(); level++) {
      Hex64 rsp = task.rsp().get(level);
      if (!LinearAddress.isCanonical(rsp.value())) {
        add(problems, "RSP%d is %s, %s.", level, rsp, SegmentChecks.NO_ADDRESS);
      } else if (user && level == 0) {
        wideStackProblem(rsp.value())
            .ifPresent(it -> add(problems, "RSP0 is %s, and %s.", rsp, it));
      }
    }
    for (int index = 0; index < task.ist().size(); index++) {
      Hex64 ist = task.ist().get(index);
      if (!LinearAddress.isCanonical(ist.value())) {
        add(problems, "IST%d is %s, %s.", index + 1, ist, SegmentChecks.NO_ADDRESS);
      }
    }
  }

  /// Why a gate that asks for this stack does not get it; empty when it does, when it asks for none
  /// (0), and when that is not known.
  Optional<String> interruptStackProblem(int number) {
    Segments loaded = tables.registers().segments();
    if (number == 0 || loaded == null) {
      return Optional.empty();
    }
    if (loaded.tr().selector() >>> 2 == 0) {
      return Optional.of("wants the stack IST%d, and no TSS is loaded".formatted(number));
    }
    if (!(tables.task().orElse(null) instanceof TaskState.Of64Bits task)) {
      return Optional.empty();
    }
    long top = task.ist().get(number - 1).value();
    return (top == 0 ? Optional.of("nobody has set it") : wideStackProblem(top))
        .map(
            it ->
                "wants the stack IST%d, which is %s: %s"
                    .formatted(number, Hexadecimal.format(top), it));
  }

  /// The processor aligns what it takes of a TSS to 16 bytes (Intel SDM vol. 3, 6.14.2).
  private Optional<String> wideStackProblem(long top) {
    if (!LinearAddress.isCanonical(top)) {
      return Optional.of("that is no address, bits 63 to 48 do not repeat bit 47");
    }
    long below = (top & ~0xFL) - 8;
    return LinearAddress.isCanonical(below)
        ? stackProblem(new LinearAddress(below))
        : Optional.of("there are no addresses below it");
  }

  private Optional<String> stackProblem(LinearAddress below) {
    return switch (space.translate(below)) {
      case Translation.Failed it -> Optional.of("nothing is mapped below it: " + it.reason());
      case Translation.Mapped it ->
          it.writable() ? Optional.empty() : Optional.of("what is below it is mapped read-only");
    };
  }

  private static void add(List<DescriptorProblem> problems, String message, Object... values) {
    problems.add(new DescriptorProblem(Table.TSS, null, message.formatted(values)));
  }
}
