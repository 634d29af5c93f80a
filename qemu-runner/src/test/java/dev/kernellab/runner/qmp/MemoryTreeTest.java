// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.PhysicalSpan.Sort;
import org.junit.jupiter.api.Test;

/// As QEMU 7.2 prints it for a `pc` with a screen.
class MemoryTreeTest {
  private static final String ANSWER =
      """
      FlatView #0
       AS "I/O", root: io
       Root memory region: io
        0000000000000000-0000000000000007 (prio 0, i/o): dma-chan

      FlatView #1
       AS "memory", root: system
       AS "cpu-memory-0", root: system
       Root memory region: system
        0000000000000000-000000000009ffff (prio 0, ram): pc.ram
        00000000000a0000-00000000000affff (prio 2, ram): vga.vram
        00000000000c0000-00000000000dffff (prio 1, rom): pc.rom
        0000000000100000-0000000003ffffff (prio 0, ram): pc.ram @0000000000100000
        0000000004000000-0000000007ffffff (prio 0, ram): pc.ram @0000000004000000
        00000000fec00000-00000000fec00fff (prio 0, i/o): ioapic
        fff0000000000000-ffffffffffffffff (prio 0, i/o): beyond

      FlatView #2
       AS "VGA", root: bus master container
        0000000000000000-0000000000000fff (prio 0, ram): elsewhere
      """;

  @Test
  void tellsWhatTheProcessorSees() throws Exception {
    assertThat(MemoryTree.parse(ANSWER.replace("\n", "\r\n")))
        .containsExactly(
            span(0, 0x9_FFFF, Sort.RAM, "pc.ram"),
            span(0xA_0000, 0xA_FFFF, Sort.DEVICE, "vga.vram"),
            span(0xC_0000, 0xD_FFFF, Sort.ROM, "pc.rom"),
            span(0x10_0000, 0x7FF_FFFF, Sort.RAM, "pc.ram"),
            span(0xFEC0_0000L, 0xFEC0_0FFFL, Sort.DEVICE, "ioapic"));
  }

  @Test
  void anAnswerWithoutThatViewIsRefused() {
    assertThatThrownBy(() -> MemoryTree.parse("unknown command: 'info mtree'"))
        .isInstanceOf(QmpProtocolException.class)
        .hasMessage("info mtree: no view of memory in the answer");
  }

  private static PhysicalSpan span(long start, long end, Sort sort, String name) {
    return new PhysicalSpan(new PhysicalAddress(start), new PhysicalAddress(end), sort, name);
  }
}
