// SPDX-License-Identifier: Apache-2.0

/// The one way a submitted file is refused: a code for programs and a sentence for the student.
/// Knows nothing of archives or images, which do the refusing.
@NullMarked
package dev.kernellab.runner.submission;

import org.jspecify.annotations.NullMarked;
