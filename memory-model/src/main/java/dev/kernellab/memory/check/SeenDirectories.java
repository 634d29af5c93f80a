// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.PagingMode;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Registers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The first tables that CR3 has held whenever the machine stood still. Torn captures and those
/// that came unannounced do not count: how many there are depends on the host. Fed a run's captures
/// in order; for one thread.
public final class SeenDirectories {
  private static final int MOST = 16;

  /// Bits of CR3 that can be part of an address (Intel SDM vol. 3, table 4-12).
  private static final long ADDRESS = 0x000F_FFFF_FFFF_FFFFL;

  /// The latest last.
  private final Map<PhysicalAddress, PagingMode> roots = new LinkedHashMap<>();

  /// Those of the same mode as now, the latest first; the one now in CR3 may be among them.
  public List<PhysicalAddress> before(Registers now) {
    PagingMode mode = PagingMode.of(now);
    return roots.entrySet().stream()
        .filter(it -> it.getValue() == mode)
        .map(Map.Entry::getKey)
        .toList()
        .reversed();
  }

  public void after(Capture capture) {
    PagingMode mode = PagingMode.of(capture.registers());
    if (capture.torn() || capture.cameUnannounced() || mode == PagingMode.OFF) {
      return;
    }
    // Bits 11:0, or 4:0 under PAE, are no part of the address (Intel SDM vol. 3, tables 4-3, 4-7).
    long flags = mode == PagingMode.PAE ? 0x1F : 0xFFF;
    var root = new PhysicalAddress(capture.registers().pageTableRoot() & ~flags & ADDRESS);
    roots.remove(root);
    roots.put(root, mode);
    if (roots.size() > MOST) {
      roots.remove(roots.keySet().iterator().next());
    }
  }
}
