// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import dev.kernellab.grading.verdict.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One run of what somebody handed in.
///
/// @param label who that is
/// @param verdict null as long as there is none, and for ever when the lab failed: that costs
///   nobody anything
public record Attempt(
    String label, String submission, String run, Instant handedIn, @Nullable Verdict verdict) {}
