// SPDX-License-Identifier: Apache-2.0

/// A class at a glance: who has how many points, how each check went, which failures are alike.
/// Start at [Gradebook]. Must not know how verdicts are reached, nor where they are kept.
@NullMarked
package dev.kernellab.grading.gradebook;

import org.jspecify.annotations.NullMarked;
