// SPDX-License-Identifier: Apache-2.0

/// The append-only sequence of events that a run is: stored, read again, and announced to whoever
/// waits for more. Start at [EvidenceLog]. Does not interpret what it stores.
@NullMarked
@ApplicationModule(allowedDependencies = "storage")
package dev.kernellab.api.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
