// SPDX-License-Identifier: Apache-2.0

/// Finds passages that two submissions have in common, by winnowing (Schleimer, Wilkerson and
/// Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", 2003). Start at [Similarity].
/// What it finds is a hint for a person to look at, and proves nothing.
@NullMarked
package dev.kernellab.grading.similarity;

import org.jspecify.annotations.NullMarked;
