// SPDX-License-Identifier: Apache-2.0

/// How each expectation is judged, by what the hardware showed. Start at [Judge]; [Evidence] is
/// what it is given. Must not know points.
@NullMarked
package dev.kernellab.grading.check;

import org.jspecify.annotations.NullMarked;
