// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.Capture;
import org.jspecify.annotations.Nullable;

/// A snapshot in the list of a run's snapshots.
///
/// @param seq the number of its event in the run
/// @param free free frames, once the allocator is ready
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotItem(
    int n,
    long seq,
    Capture.Reason reason,
    @Nullable String checkpoint,
    @Nullable Long instructions,
    boolean torn,
    @Nullable Integer free) {}
