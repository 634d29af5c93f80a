// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.Machine;
import java.util.ArrayList;
import java.util.List;

/// QEMU's words for a machine's parts. What is not said otherwise is what `qemu-system-i386
/// -kernel` gives a student, less the network.
final class Hardware {
  private final Machine machine;
  private final boolean wide;

  /// @param wide the kernel has 64 bits
  Hardware(Machine machine, boolean wide) {
    this.machine = machine;
    this.wide = wide;
  }

  List<String> words() {
    var words = new ArrayList<String>(vga());
    words.addAll(List.of("-machine", type(), "-m", machine.ramMiB() + "M"));
    words.addAll(List.of("-accel", "tcg,thread=single,tb-size=64", "-cpu", cpu(), "-smp", "1"));
    words.addAll(ram());
    for (int i = 0; i < machine.devicesInOrder().size(); i++) {
      words.addAll(card(machine.devicesInOrder().get(i), "bridge" + (i + 1), i + 1));
    }
    return words;
  }

  private String type() {
    return switch (machine.type()) {
      case PC -> "pc";
      case Q35 -> "q35";
      case ISAPC -> "isapc";
    };
  }

  /// A file that we read, where there is one. RAM keeps the name that it has otherwise, by which
  /// [dev.kernellab.runner.qmp.MemoryTree] knows it.
  private List<String> ram() {
    int mebibytes = RamFile.mebibytes(machine);
    if (mebibytes == 0) {
      return List.of();
    }
    String file = ",mem-path=" + QemuCommand.JOB + QemuCommand.RAM + ",size=" + mebibytes + "M";
    return List.of(
        "-object",
        "memory-backend-file,id=pc.ram,share=on" + file,
        "-machine",
        "memory-backend=pc.ram");
  }

  private String cpu() {
    Machine.Cpu chosen = machine.cpu();
    return chosen != null ? chosen.word() : wide ? "qemu64" : "qemu32";
  }

  private List<String> vga() {
    Integer memory = machine.vgaMiB();
    if (memory != null && memory == 0) {
      return List.of();
    }
    String card =
        switch (machine.type()) {
          case PC, Q35 -> "VGA";
          case ISAPC -> "isa-vga";
        };
    return List.of("-device", memory == null ? card : card + ",vgamem_mb=" + memory);
  }

  /// Cards bring no firmware of their own: it would offer to boot from the network.
  private List<String> card(Machine.Device device, String bridge, int chassis) {
    return switch (device) {
      case E1000 -> List.of("-device", "e1000,romfile=");
      case RTL8139 -> List.of("-device", "rtl8139,romfile=");
      case NE2K ->
          switch (machine.type()) {
            case PC, Q35 -> List.of("-device", "ne2k_pci,romfile=");
            case ISAPC -> List.of("-device", "ne2k_isa");
          };
      case PCI_BRIDGE ->
          List.of(
              "-device",
              "pci-bridge,id=" + bridge + ",chassis_nr=" + chassis,
              "-device",
              "e1000,romfile=,addr=1,bus=" + bridge);
    };
  }
}
