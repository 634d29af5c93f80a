// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where in the run's evidence the answer stands.
///
/// @param snapshot the snapshot's number
/// @param entries of the page directory
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Exhibit(
    int snapshot,
    @Nullable List<FrameRange> frames,
    @Nullable LinearAddress linear,
    @Nullable List<Entry> entries) {

  /// An entry as it stands in memory.
  public record Entry(int index, Hex32 value) {}

  public Exhibit(int snapshot, @Nullable List<FrameRange> frames, @Nullable LinearAddress linear) {
    this(snapshot, frames, linear, null);
  }
}
