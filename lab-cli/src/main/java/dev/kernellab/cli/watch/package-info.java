// SPDX-License-Identifier: Apache-2.0

/// A run as a picture in a terminal that changes with it. Start at [LiveScreen]. Knows events as
/// they go over the wire, and no lab.
@NullMarked
package dev.kernellab.cli.watch;

import org.jspecify.annotations.NullMarked;
