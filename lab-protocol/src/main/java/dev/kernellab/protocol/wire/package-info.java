// SPDX-License-Identifier: Apache-2.0

/// What goes between `lab-api` and a runner that is a service of its own: the version they must
/// share, the names on the wire, and JSON read strictly, because neither takes the other's word for
/// anything. Start at [RunnerProtocol]. Knows no HTTP library.
@NullMarked
package dev.kernellab.protocol.wire;

import org.jspecify.annotations.NullMarked;
