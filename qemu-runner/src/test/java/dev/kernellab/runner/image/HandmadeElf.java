// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A Multiboot kernel of two segments with a gap between them, byte by byte (System V ABI, chapters
/// 4 and 5). It loops at its entry.
public final class HandmadeElf {
  public static final int ENTRY = 0x10_000C;
  public static final int FIRST_END = 0x10_000E;
  public static final int SECOND = 0x10_D010;
  public static final int SECOND_END = SECOND + 0x123;
  public static final int LAST_PAGE_END = 0x10_E000;

  /// Where the program headers say how much memory a segment takes.
  static final int FIRST_MEMORY_SIZE = 52 + 20;

  static final int SECOND_MEMORY_SIZE = 52 + 32 + 20;

  private static final int MAGIC = 0x1BADB002;

  private HandmadeElf() {}

  public static byte[] image() {
    ByteBuffer file = ByteBuffer.allocate(160).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7F, 'E', 'L', 'F', 1, 1, 1}).position(16);
    file.putShort((short) 2).putShort((short) 3).putInt(1); // executable, i386, version
    file.putInt(ENTRY).putInt(52).putInt(0).putInt(0); // program headers follow, no sections
    file.putShort((short) 52).putShort((short) 32).putShort((short) 2);
    file.position(52);
    segment(file, 128, 0x10_0000, 14, FIRST_END - 0x10_0000);
    segment(file, 144, SECOND, 4, SECOND_END - SECOND);
    file.position(128);
    file.putInt(MAGIC).putInt(0).putInt(-MAGIC).putShort((short) 0xFEEB); // jmp to itself
    file.position(144);
    return file.putInt(0x5A5A_5A5A).array();
  }

  private static void segment(ByteBuffer file, int offset, int address, int size, int memory) {
    file.putInt(1).putInt(offset).putInt(address).putInt(address);
    file.putInt(size).putInt(memory).putInt(7).putInt(1);
  }
}
