// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;

/// Neighbouring pages of one size that map neighbouring frames with the same rights. The rights are
/// what the processor grants: those that every level of the walk grants (Intel SDM vol. 3, 4.6).
///
/// @param length bytes
/// @param user accessible to code at privilege level 3
/// @param large mapped by pages of 2 MiB, 4 MiB or 1 GiB
public record MappedRange(
    LinearAddress virtual,
    PhysicalAddress physical,
    long length,
    boolean writable,
    boolean user,
    boolean large) {

  /// The linear address after the last; 2^32 for a range that reaches the top of a 32-bit space, 0
  /// at the top of a 64-bit one.
  public long end() {
    return virtual.value() + length;
  }

  public boolean contains(LinearAddress address) {
    return Long.compareUnsigned(address.value() - virtual.value(), length) < 0;
  }
}
