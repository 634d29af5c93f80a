// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.protocol.Hexadecimal;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.Optional;

/// Where a processor is and where its stack, as wide as it has that: 64-bit code has RIP, RSP and
/// RBP, pushes eight bytes at a time and knows no segment bases (Intel SDM vol. 1, 3.4.1.1).
///
/// @param wide it executes 64-bit code
/// @param instruction linear
/// @param fault CR2: the address of the last page fault; 0 may also mean that there was none
record Pointers(boolean wide, long instruction, long stack, long frame, long fault) {
  private static final long LOW = 0xFFFF_FFFFL;

  static Pointers of(Registers registers) {
    Registers.Wide it = registers.wide();
    if (it != null) {
      return new Pointers(
          true, it.rip().value(), it.rsp().value(), it.rbp().value(), it.cr2().value());
    }
    Segments segments = registers.segments();
    long base = segments == null ? 0 : segments.cs().base().value();
    return new Pointers(
        false,
        base + registers.eip().unsigned() & LOW,
        registers.esp().unsigned(),
        registers.ebp().unsigned(),
        registers.cr2().unsigned());
  }

  /// Bytes pushed at a time.
  int word() {
    return wide ? 8 : 4;
  }

  /// Where the next word would be pushed; empty where there is no such address.
  Optional<LinearAddress> nextPush() {
    return below(stack);
  }

  /// The word below a stack pointer; empty where there is no such address.
  Optional<LinearAddress> below(long pointer) {
    long below = pointer - word();
    return address(wide ? below : below & LOW);
  }

  /// Empty while CR2 is 0 or no address.
  Optional<LinearAddress> faultAddress() {
    return fault == 0 ? Optional.empty() : address(fault);
  }

  /// `EIP` or `RIP`, of `IP`.
  String name(String register) {
    return (wide ? "R" : "E") + register;
  }

  static String hex(long value) {
    return Hexadecimal.format(value);
  }

  /// Empty for what no processor takes for an address.
  static Optional<LinearAddress> address(long value) {
    return LinearAddress.isCanonical(value)
        ? Optional.of(new LinearAddress(value))
        : Optional.empty();
  }
}
