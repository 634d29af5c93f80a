// SPDX-License-Identifier: Apache-2.0

/// Puts what a machine showed in a run under one hash, the same on every host. Start at
/// [EvidenceSeal]. Knows no storage; what it is given is what was recorded.
@NullMarked
package dev.kernellab.memory.seal;

import org.jspecify.annotations.NullMarked;
