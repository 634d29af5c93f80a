// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.gdb.GdbException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finds the option ROM by which QEMU loads a Multiboot kernel, where the firmware has put it (Plug
/// and Play BIOS Specification 1.0A, 3: every ROM begins with 55 AA on a boundary of 2 KiB, and the
/// header that it points to at 1A hex says where it is called to boot).
final class OptionRoms {
  private static final int FIRST = 0xC_0000;
  private static final int END = 0xF_0000;
  private static final int BOUNDARY = 2_048;
  private static final int SIGNATURE = 0xAA55;
  private static final int HEADER_POINTER = 0x1A;
  private static final int PLUG_AND_PLAY = 0x506E_5024; // "$PnP"
  private static final int PRODUCT = 0x10;
  private static final int BOOT_ENTRY = 0x1A;
  private static final String LOADER = "multiboot loader";

  private OptionRoms() {}

  /// @return where the firmware calls it
  static Optional<LinearAddress> loader(GdbClient machine) throws GdbException {
    for (int start = FIRST; start < END; start += BOUNDARY) {
      ByteBuffer rom = ByteBuffer.wrap(machine.readMemory(new LinearAddress(start), 1_024));
      int entry = rom.capacity() == 1_024 ? bootEntry(rom.order(ByteOrder.LITTLE_ENDIAN)) : 0;
      if (entry != 0) {
        return Optional.of(new LinearAddress(start + entry));
      }
    }
    return Optional.empty();
  }

  private static int bootEntry(ByteBuffer rom) {
    int header = rom.getShort(HEADER_POINTER) & 0xFFFF;
    boolean isPlugAndPlay =
        (rom.getShort(0) & 0xFFFF) == SIGNATURE
            && header <= rom.capacity() - 32
            && rom.getInt(header) == PLUG_AND_PLAY;
    return isPlugAndPlay && isLoader(rom, rom.getShort(header + PRODUCT) & 0xFFFF)
        ? rom.getShort(header + BOOT_ENTRY) & 0xFFFF
        : 0;
  }

  private static boolean isLoader(ByteBuffer rom, int name) {
    byte[] bytes = LOADER.getBytes(StandardCharsets.US_ASCII);
    return name <= rom.capacity() - bytes.length
        && rom.slice(name, bytes.length).equals(ByteBuffer.wrap(bytes));
  }
}
