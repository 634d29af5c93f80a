// SPDX-License-Identifier: Apache-2.0

/// Puts a kernel image on a machine and starts it paused: QEMU in a box, its monitor, gdb stub and
/// serial port each on a socket of ours. Start at [MachineBooter]. Knows nothing of what is looked
/// at later.
@NullMarked
package dev.kernellab.runner.boot;

import org.jspecify.annotations.NullMarked;
