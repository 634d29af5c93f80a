// SPDX-License-Identifier: Apache-2.0

/// The words that the services, the command line and the browser share: addresses, events,
/// outcomes, captures, profiles. Start at [RunEvent]: a run is a sequence of them. Nothing here
/// reads, writes or computes; what memory means is `memory-model`'s business.
@NullMarked
package dev.kernellab.protocol;

import org.jspecify.annotations.NullMarked;
