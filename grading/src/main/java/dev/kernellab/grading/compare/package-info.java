// SPDX-License-Identifier: Apache-2.0

/// Where two attempts part ways, said in words. Start at [RunComparison]. Only reads evidence; must
/// not know verdicts or assignments.
@NullMarked
package dev.kernellab.grading.compare;

import org.jspecify.annotations.NullMarked;
