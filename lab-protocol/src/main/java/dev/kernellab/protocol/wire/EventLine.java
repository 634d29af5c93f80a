// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

import dev.kernellab.protocol.RunEvent;

/// What a runner says, and as the how-manieth: a line that comes twice can be told from two that
/// say the same, and one that never came from none.
///
/// @param sequence from 0, without a gap
public record EventLine(long sequence, RunEvent event) {}
