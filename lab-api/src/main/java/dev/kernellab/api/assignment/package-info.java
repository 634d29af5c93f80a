// SPDX-License-Identifier: Apache-2.0

/// Assignments as data: what is asked, where to look, what a run may use. Must not know runs.
@NullMarked
package dev.kernellab.api.assignment;

import org.jspecify.annotations.NullMarked;
