// SPDX-License-Identifier: Apache-2.0

/// A verdict in the forms that other programs and people read. Start at [VerdictForm]. Whatever a
/// student wrote is shown and never obeyed. Must not know where verdicts come from.
@NullMarked
package dev.kernellab.grading.report;

import org.jspecify.annotations.NullMarked;
