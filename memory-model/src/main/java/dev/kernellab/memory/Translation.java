// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The walk that the processor takes for one linear address, step by step.
public sealed interface Translation {
  LinearAddress linear();

  /// The entries looked at, directory first.
  List<Step> steps();

  /// @param writable every step grants it
  /// @param user every step grants it
  record Mapped(
      LinearAddress linear,
      PhysicalAddress physical,
      boolean writable,
      boolean user,
      List<Step> steps)
      implements Translation {
    public Mapped {
      steps = List.copyOf(steps);
    }
  }

  /// @param reason for people, such as "PDE 0 is not present"
  record Failed(LinearAddress linear, String reason, List<Step> steps) implements Translation {
    public Failed {
      steps = List.copyOf(steps);
    }
  }

  /// Whose entry a step reads.
  enum Level {
    PDE,
    PTE
  }

  /// One entry that the processor reads on its way.
  ///
  /// @param index which entry of its table, 0 to 1023
  /// @param entryAddress where the entry itself lies
  /// @param large it maps 4 MiB
  /// @param physical the table or page it refers to; absent when it is not present
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Step(
      Level level,
      int index,
      PhysicalAddress entryAddress,
      Hex32 raw,
      boolean present,
      boolean writable,
      boolean user,
      boolean large,
      @Nullable PhysicalAddress physical) {}
}
