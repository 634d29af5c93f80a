// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The computer a kernel is booted on, and how.
///
/// @param ramMiB size of RAM, 4 to 4096 MiB
/// @param cpu absent: `qemu32`, or `qemu64` for a kernel of 64 bits
/// @param vgaMiB memory of the standard VGA card, 0 for no card; absent: 16
/// @param devices what is put in besides; absent: nothing
/// @param boot absent: by Multiboot, with an empty command line
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Machine(
    Type type,
    int ramMiB,
    @Nullable Cpu cpu,
    @Nullable Integer vgaMiB,
    @Nullable List<Device> devices,
    @Nullable Boot boot) {
  private static final int MOST_DEVICES = 8;

  /// QEMU's machine types that the lab offers.
  public enum Type {
    @JsonProperty("pc")
    PC,
    @JsonProperty("q35")
    Q35,
    /// Without PCI.
    @JsonProperty("isapc")
    ISAPC;

    boolean hasPci() {
      return this != ISAPC;
    }
  }

  /// QEMU's processor models that the lab offers; all of them are emulated completely.
  public enum Cpu {
    @JsonProperty("486")
    I486,
    @JsonProperty("pentium")
    PENTIUM,
    @JsonProperty("pentium3")
    PENTIUM3,
    @JsonProperty("qemu32")
    QEMU32,
    @JsonProperty("qemu64")
    QEMU64,
    /// All that the emulator can do: differs from one QEMU to the next.
    @JsonProperty("max")
    MAX;

    /// Has 64-bit modes.
    public boolean isWide() {
      return switch (this) {
        case I486, PENTIUM, PENTIUM3, QEMU32 -> false;
        case QEMU64, MAX -> true;
      };
    }

    /// As in QEMU and in JSON.
    public String word() {
      return this == I486 ? "486" : name().toLowerCase(Locale.ROOT);
    }
  }

  /// Cards, none of them connected to anything.
  public enum Device {
    /// A network card: Intel 82540EM.
    @JsonProperty("e1000")
    E1000(true),
    /// A network card: Realtek 8139.
    @JsonProperty("rtl8139")
    RTL8139(true),
    /// A network card: NE2000, on PCI or ISA.
    @JsonProperty("ne2k")
    NE2K(false),
    /// A PCI bridge with an Intel 82540EM behind it.
    @JsonProperty("pci-bridge")
    PCI_BRIDGE(true);

    private final boolean needsPci;

    Device(boolean needsPci) {
      this.needsPci = needsPci;
    }
  }

  public Machine {
    if (ramMiB < 4 || ramMiB > 4096) {
      throw new IllegalArgumentException("machine.ramMiB: expected 4 to 4096, got " + ramMiB);
    }
    if (vgaMiB != null
        && vgaMiB != 0
        && (vgaMiB < 1 || vgaMiB > 256 || Integer.bitCount(vgaMiB) > 1)) {
      throw new IllegalArgumentException(
          "machine.vgaMiB: expected 0 for no card, or a power of two up to 256, got " + vgaMiB);
    }
    devices = devices == null || devices.isEmpty() ? null : List.copyOf(devices);
    boot = Boot.DEFAULT.equals(boot) ? null : boot;
    if (devices != null) {
      requireFit(type, devices);
    }
  }

  public Machine(Type type, int ramMiB) {
    this(type, ramMiB, null, null, null, null);
  }

  public Machine withBoot(@Nullable Boot other) {
    return new Machine(type, ramMiB, cpu, vgaMiB, devices, other);
  }

  /// How the kernel gets in, whether or not anything was said about it.
  public Boot start() {
    return boot == null ? Boot.DEFAULT : boot;
  }

  public List<Device> devicesInOrder() {
    return devices == null ? List.of() : devices;
  }

  private static void requireFit(Type type, List<Device> devices) {
    if (devices.size() > MOST_DEVICES) {
      throw new IllegalArgumentException(
          "machine.devices: expected up to " + MOST_DEVICES + ", got " + devices.size());
    }
    if (!type.hasPci() && devices.stream().anyMatch(it -> it.needsPci)) {
      throw new IllegalArgumentException(
          "machine.devices: isapc has no PCI bus; of the cards it takes ne2k alone");
    }
    if (!type.hasPci() && devices.size() > 1) {
      throw new IllegalArgumentException("machine.devices: isapc takes one card");
    }
  }
}
