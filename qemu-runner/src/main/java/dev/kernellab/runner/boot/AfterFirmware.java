// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import java.util.SortedMap;

/// A machine whose firmware is done and has called the loader that QEMU brings for `-kernel`,
/// before that has looked at the kernel: so it is the same for every kernel.
///
/// @param devices the processor and all devices, as QEMU's migration stream
/// @param frames RAM by frame number; all other frames hold zeros
@SuppressWarnings("ArrayRecordComponent") // read-only by convention, and large: copies would cost
record AfterFirmware(byte[] devices, SortedMap<Integer, byte[]> frames) {}
