// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import java.util.List;

/// What the processor calls the vectors that are its own (Intel SDM vol. 3, table 6-1).
public final class Exceptions {
  public static final int INVALID_OPCODE = 6;
  public static final int DOUBLE_FAULT = 8;
  public static final int GENERAL_PROTECTION = 13;
  public static final int PAGE_FAULT = 14;

  private static final List<String> NAMES =
      List.of(
          "divide error",
          "debug",
          "NMI",
          "breakpoint",
          "overflow",
          "bound range exceeded",
          "invalid opcode",
          "device not available",
          "double fault",
          "coprocessor segment overrun",
          "invalid TSS",
          "segment not present",
          "stack-segment fault",
          "general protection",
          "page fault",
          "",
          "floating-point error",
          "alignment check",
          "machine check",
          "SIMD floating-point error",
          "virtualization",
          "control protection");

  private Exceptions() {}

  /// Empty for a vector that the processor gives no name.
  public static String name(int vector) {
    return vector < NAMES.size() ? NAMES.get(vector) : "";
  }

  /// `gate 14 (page fault)`.
  public static String gate(int vector) {
    return "gate " + vector + (name(vector).isEmpty() ? "" : " (" + name(vector) + ")");
  }
}
