// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunMode;
import java.time.Instant;

/// A file that was handed in.
///
/// @param sha256 of its content, under which it is kept
/// @param assignment the slug of what it is graded by
record Submission(
    String id,
    String sha256,
    KernelKind kind,
    String label,
    String assignment,
    RunMode mode,
    Instant createdAt) {}
