// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where in the run's evidence the answer stands.
///
/// @param snapshot the snapshot's number
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Exhibit(
    int snapshot, @Nullable List<FrameRange> frames, @Nullable LinearAddress linear) {}
