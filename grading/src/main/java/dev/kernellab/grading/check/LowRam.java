// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;

/// How far RAM reaches below 4 GiB. QEMU keeps room for PCI devices there and moves the rest of a
/// large RAM above 4 GiB, where 32-bit paging does not see it (`pc_init1` in QEMU's
/// `hw/i386/pc_piix.c`, `pc_q35_init` in `hw/i386/pc_q35.c`).
final class LowRam {
  private static final int MIB = 1 << 20;

  private LowRam() {}

  /// The number of the first frame that is not RAM.
  static int frames(Machine machine) {
    int mib =
        switch (machine.type()) {
          case PC -> machine.ramMiB() >= 3584 ? 3072 : machine.ramMiB();
          case ISAPC -> Math.min(machine.ramMiB(), 3584);
          case Q35 -> machine.ramMiB() >= 2816 ? 2048 : machine.ramMiB();
        };
    return mib * (MIB / PhysicalAddress.FRAME_SIZE);
  }
}
