// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.descriptor.SegmentDescriptor.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Whether GDT, IDT and TSS can do what they are for. What could not be read is not held against a
/// kernel.
public final class DescriptorChecks {
  private final DescriptorTables tables;
  private final SegmentChecks segments;
  private final TaskChecks task;
  private final GateChecks gates;

  /// @param isCode whether the image has code at a linear address; true where that is not known
  public DescriptorChecks(DescriptorTables tables, AddressSpace space, LongPredicate isCode) {
    this.tables = tables;
    this.segments = new SegmentChecks(tables);
    this.task = new TaskChecks(tables, space, segments);
    this.gates = new GateChecks(tables, space, isCode, segments, task);
  }

  /// Everything that is wrong.
  public List<DescriptorProblem> problems() {
    var problems = new ArrayList<DescriptorProblem>();
    if (tables.isDecoded()) {
      problems.addAll(segments.problems());
      problems.addAll(gates.problems());
      problems.addAll(task.problems());
    }
    return List.copyOf(problems);
  }

  /// Why a selector cannot be loaded; empty when it can, and when that is not known.
  public Optional<String> segmentProblem(int selector, Kind... wanted) {
    return segments.problem(selector, wanted);
  }

  /// Why an interrupt with this vector cannot reach a handler; empty when it can, and when that is
  /// not known.
  public Optional<String> gateProblem(int vector) {
    return gates.problem(vector);
  }
}
