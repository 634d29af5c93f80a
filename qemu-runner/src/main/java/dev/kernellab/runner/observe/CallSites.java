// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.LinearAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// Where a kernel calls functions of its own, by its image. What only looks like a call inside
/// another instruction does no harm: nobody ever comes by.
final class CallSites {
  /// `call` with a displacement of 32 bits (Intel SDM vol. 2, CALL).
  private static final byte CALL = (byte) 0xE8;

  private static final int LENGTH = 5;
  private static final int MOST_CODE = 1 << 20;

  private CallSites() {}

  /// @param symbols where the image defines something; code behind the first of a section is found
  /// @param code what the image has at an address of its code, up to so many bytes
  /// @param except functions whose calls do not count, nor those with which they begin
  static List<LinearAddress> of(
      Map<String, LinearAddress> symbols,
      BiFunction<LinearAddress, Integer, byte[]> code,
      Set<LinearAddress> except) {
    var sites = new ArrayList<LinearAddress>();
    long end = 0;
    for (LinearAddress symbol : new TreeSet<>(symbols.values())) {
      if (Long.compareUnsigned(symbol.value(), end) >= 0) {
        byte[] section = code.apply(symbol, MOST_CODE);
        addAll(symbol.value(), section, except, sites);
        end = symbol.value() + section.length;
      }
    }
    return sites;
  }

  private static void addAll(
      long from, byte[] section, Set<LinearAddress> except, List<LinearAddress> sites) {
    var bytes = ByteBuffer.wrap(section).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at <= section.length - LENGTH; at++) {
      long target = section[at] == CALL ? (long) at + LENGTH + bytes.getInt(at + 1) : -1;
      if (target >= 0
          && target < section.length
          && !except.contains(new LinearAddress(from + target))
          && !except.contains(new LinearAddress(from + at))) {
        sites.add(new LinearAddress(from + at));
      }
    }
  }
}
