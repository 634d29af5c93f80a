// SPDX-License-Identifier: Apache-2.0

/// Boxes made by bubblewrap: processes without network, secrets or the host's files, under limits,
/// and dead to the last one when the box is closed. Start at [Sandbox]. Knows neither `make` nor
/// QEMU.
@NullMarked
package dev.kernellab.runner.sandbox;

import org.jspecify.annotations.NullMarked;
