// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.LinearAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The least that QEMU takes for a kernel: a Multiboot header that says itself where it is to be
/// (Multiboot 0.6.96, 3.1.3), and a loop. Nobody's submission.
final class ProbeKernel {
  private static final int MAGIC = 0x1BADB002;
  private static final int ADDRESSES_ARE_GIVEN = 1 << 16;
  private static final int LOADED_AT = 0x10_0000;
  private static final int HEADER_SIZE = 32;
  private static final int SIZE = 4096;

  static final LinearAddress ENTRY = new LinearAddress(LOADED_AT + HEADER_SIZE);

  private ProbeKernel() {}

  /// @param wide for the emulator that a kernel of 64 bits gets
  static Payload payload(boolean wide) {
    ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(MAGIC).putInt(ADDRESSES_ARE_GIVEN).putInt(-(MAGIC + ADDRESSES_ARE_GIVEN));
    file.putInt(LOADED_AT).putInt(LOADED_AT); // the header, and what is loaded
    file.putInt(LOADED_AT + SIZE).putInt(LOADED_AT + SIZE).putInt((int) ENTRY.value());
    file.putShort((short) 0xFEEB); // jmp to itself
    return new Payload(Boot.Way.MULTIBOOT, file.array(), List.of(), wide);
  }
}
