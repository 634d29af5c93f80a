// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// RAM that a test draws by hand, word by word, and the registers that go with it.
public final class DrawnMemory implements PhysicalMemory {
  public static final int PG = 0x8000_0001;
  public static final int PSE = 0x10;
  public static final int PAE = 0x20;

  /// CR4.LA57 under long mode.
  public static final ControlRegisters FIVE_LEVELS =
      new ControlRegisters(0x8000_0001L, 0x2000, 0x1020, 0x500);

  private final ByteBuffer ram;

  public DrawnMemory(int frames) {
    ram = ByteBuffer.allocate(frames * 4096).order(ByteOrder.LITTLE_ENDIAN);
  }

  public DrawnMemory put(long address, long word) {
    ram.putInt((int) address, (int) word);
    return this;
  }

  /// Writes eight bytes, the least significant first.
  public DrawnMemory putLong(long address, long value) {
    ram.putLong((int) address, value);
    return this;
  }

  public DrawnMemory put(long address, byte[] bytes) {
    ram.put((int) address, bytes);
    return this;
  }

  public long word(long address) {
    return Integer.toUnsignedLong(ram.getInt((int) address));
  }

  boolean holds(long address) {
    return address < ram.capacity();
  }

  @Override
  public Optional<ByteBuffer> frame(long frame) {
    if (frame < 0 || frame >= ram.capacity() / 4096) {
      return Optional.empty();
    }
    return Optional.of(
        ram.asReadOnlyBuffer().slice((int) frame * 4096, 4096).order(ByteOrder.LITTLE_ENDIAN));
  }

  /// The address space that a processor with these control registers has in this memory.
  public AddressSpace addressSpace(int cr0, int cr3, int cr4) {
    return AddressSpace.read(registers(cr0, cr3, cr4), this);
  }

  public AddressSpace addressSpace(ControlRegisters registers) {
    return AddressSpace.read(registers, this);
  }

  public static Registers registers(int cr0, int cr3, int cr4) {
    return DrawnRegisters.of(cr0, cr3, cr4).registers();
  }
}
