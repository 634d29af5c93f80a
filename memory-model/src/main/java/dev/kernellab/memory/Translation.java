// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.Hex64;
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
    PML4E("PML4 table"),
    PDPTE("page directory pointer table"),
    PDE("page directory"),
    PTE("page table");

    private final String table;

    Level(String table) {
      this.table = table;
    }

    /// What a table of such entries is called.
    String table() {
      return table;
    }
  }

  /// One entry that the processor reads on its way.
  ///
  /// @param index which entry of its table, from 0 on
  /// @param entryAddress where the entry itself lies
  /// @param large it maps 2 MiB, 4 MiB or 1 GiB by itself
  /// @param physical the table or page it refers to; absent when it is not present
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Step(
      Level level,
      int index,
      PhysicalAddress entryAddress,
      Hex64 raw,
      boolean present,
      boolean writable,
      boolean user,
      boolean large,
      @Nullable PhysicalAddress physical) {}
}
