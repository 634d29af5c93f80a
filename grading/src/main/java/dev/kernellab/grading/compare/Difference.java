// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that is not the same in both runs.
///
/// @param at the moment; absent for what belongs to none
/// @param first the number of the first run's snapshot of that moment
/// @param second the second's
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Difference(
    Kind kind,
    String message,
    @Nullable String at,
    @Nullable Integer first,
    @Nullable Integer second,
    @Nullable List<FrameRange> frames,
    @Nullable LinearAddress linear) {

  /// What it is that differs.
  public enum Kind {
    /// What they were run on, or what their kernels were told to do.
    MACHINE,
    /// Only one of the runs came by there.
    MOMENT,
    /// A control register that decides about paging.
    REGISTER,
    /// Free in one, allocated in the other.
    FRAMES,
    /// Of a page directory or page table.
    ENTRY,
    /// A range of linear addresses, where entries do not have 32 bits.
    PAGES,
    /// Of what the kernels printed.
    LINE,
    /// How they ended.
    OUTCOME
  }

  static Difference of(Kind kind, String message) {
    return new Difference(kind, message, null, null, null, null, null);
  }
}
