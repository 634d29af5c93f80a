// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Registers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A machine that stands still, and can be looked at anywhere.
///
/// @param checkpoint where the kernel is; absent: somewhere
/// @param physicalMap what lies where, by QEMU's account
public record Standstill(
    @Nullable String checkpoint,
    Registers registers,
    PhysicalMemory memory,
    List<PhysicalSpan> physicalMap) {}
