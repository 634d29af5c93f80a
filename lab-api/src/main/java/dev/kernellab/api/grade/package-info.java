// SPDX-License-Identifier: Apache-2.0

/// A verdict is a pure function of evidence and assignment. Must not know Spring, HTTP or the
/// database, so that a class can be regraded without booting anything.
@NullMarked
package dev.kernellab.api.grade;

import org.jspecify.annotations.NullMarked;
