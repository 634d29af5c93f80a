// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// The segment registers that decide how code, stack and interrupts work, with what the processor
/// remembers of their descriptors: it does not look at the tables again until they are loaded anew
/// (Intel SDM vol. 3, 3.4.3).
public record Segments(Segment cs, Segment ss, Segment ds, Segment ldtr, Segment tr) {

  /// @param selector index into the GDT times 8, bit 2 for the LDT, bits 1:0 the privilege asked
  ///   for
  /// @param limit the last offset inside, in bytes
  /// @param flags bits 23:8 of the descriptor's second half
  public record Segment(int selector, LinearAddress base, Hex32 limit, Hex32 flags) {}

  /// The privilege level of what runs: bits 1:0 of CS (Intel SDM vol. 3, 5.5).
  public int privilege() {
    return cs.selector() & 3;
  }
}
