// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

/// What came of reading a kernel's account of its frames.
public sealed interface AllocatorReading {

  record Read(AllocationMap map) implements AllocatorReading {}

  /// @param reason a sentence for whoever wrote profile or kernel
  record Unreadable(String reason) implements AllocatorReading {}

  /// The profile says that there is no account.
  record Nothing() implements AllocatorReading {}
}
