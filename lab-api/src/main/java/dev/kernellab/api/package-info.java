// SPDX-License-Identifier: Apache-2.0

/// The lab's service: a submission is built, booted, observed, streamed, graded and reported, and
/// each direct sub-package is one of those stages. Start at [LabApplication]; the arrows between
/// stages stand in their `package-info.java` and are checked by a test.
@NullMarked
package dev.kernellab.api;

import org.jspecify.annotations.NullMarked;
