// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;

/// Neighbouring pages that map neighbouring frames with the same rights. The rights are what the
/// processor grants: those that directory entry and table entry both grant (Intel SDM vol. 3, 4.6).
///
/// @param length bytes
/// @param user accessible to code at privilege level 3
/// @param large mapped by 4 MiB pages
public record MappedRange(
    LinearAddress virtual,
    PhysicalAddress physical,
    long length,
    boolean writable,
    boolean user,
    boolean large) {

  /// The linear address after the last; 2^32 for a range that reaches the top.
  public long end() {
    return virtual.value() + length;
  }

  public boolean contains(LinearAddress address) {
    return address.compareTo(virtual) >= 0 && address.value() < end();
  }
}
