// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.PageDirectoryEntry;
import java.util.List;
import java.util.Optional;

/// What is kept of a moment for checks that compare a later one with it. Little on purpose: whole
/// snapshots of a hostile kernel would fill the heap.
///
/// @param entries of the directory in CR3; none when it could not be read
public record Past(Optional<FrameBitmap> bitmap, List<PageDirectoryEntry> entries) {}
