// SPDX-License-Identifier: Apache-2.0

/// Reads archives of sources that nobody vouches for: one pass that believes nothing, then a clean
/// copy for the sandbox. Start at [SourceArchive]. Never writes a file and never follows a name.
@NullMarked
package dev.kernellab.runner.archive;

import org.jspecify.annotations.NullMarked;
