// SPDX-License-Identifier: Apache-2.0

/// What the bytes of a machine's memory mean: which frames are free, what the page tables map.
/// Start at [CapturedMemory], which turns captures into [PhysicalMemory]; [FrameBitmap] and
/// [AddressSpace] read that. Pure functions of records: no framework, no input or output, no clock,
/// and no knowledge of any one kernel's layout.
@NullMarked
package dev.kernellab.memory;

import org.jspecify.annotations.NullMarked;
