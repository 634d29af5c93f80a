// SPDX-License-Identifier: Apache-2.0

/// A run to take away: everything it takes to give its verdict again without the lab that ran it,
/// in one zip file. Start at [Capsule], then [CapsuleWriter]. What an assignment and a verdict are
/// this must not know: they are texts here.
@NullMarked
package dev.kernellab.protocol.capsule;

import org.jspecify.annotations.NullMarked;
