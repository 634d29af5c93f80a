// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.Finding;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Registers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A snapshot as it goes over the wire: `docs/reference/events.md`, "snapshot".
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotView(
    int n,
    Capture.Reason reason,
    @Nullable String checkpoint,
    @Nullable Long instructions,
    boolean torn,
    Registers registers,
    AllocatorView allocator,
    PagingView paging,
    List<Finding> findings) {}
