// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.runner.gdb.MonitorText;
import dev.kernellab.runner.qmp.CpuState;
import org.jspecify.annotations.Nullable;

/// The processor at one moment.
///
/// @param instructions guest instructions since power-on
/// @param memoryTree what lies where in physical memory; null when nobody has asked
record Look(CpuState cpu, long instructions, @Nullable MonitorText memoryTree) {
  boolean isHalted() {
    return cpu.registers().halted();
  }

  /// In `hlt` with interrupts off: nothing in the machine can wake it up (Intel SDM vol. 2, HLT).
  boolean isHaltedForGood() {
    return isHalted() && !cpu.registers().interruptsEnabled();
  }
}
