// SPDX-License-Identifier: Apache-2.0

/// Gives the verdict of a capsule again, without the lab that gave it. Start at [ReplayCommand];
/// [OpenedCapsule] believes nothing of what it reads.
@NullMarked
package dev.kernellab.cli.replay;

import org.jspecify.annotations.NullMarked;
