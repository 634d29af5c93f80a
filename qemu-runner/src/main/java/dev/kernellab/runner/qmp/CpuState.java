// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;

/// The registers, and where the code segment starts.
///
/// @param codeBase added to EIP gives the linear address of the next instruction (Intel SDM vol. 3,
///   3.4)
public record CpuState(Registers registers, LinearAddress codeBase) {
  public LinearAddress instructionPointer() {
    Registers.Wide wide = registers.wide();
    if (wide != null && LinearAddress.isCanonical(wide.rip().value())) {
      return new LinearAddress(
          wide.rip().value()); // the segment starts at 0 then, whatever it says
    }
    long sum = codeBase.value() + registers.eip().unsigned();
    return new LinearAddress(sum & 0xFFFF_FFFFL);
  }
}
