// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.gdb.GdbClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BiFunction;

/// Whether it is the kernel that came by a breakpoint. Where firmware and a boot loader run first,
/// their code may well be at the same address: then memory does not hold what the kernel's image
/// has there. Once the kernel has been seen it stays, since a reset ends the run.
final class KernelPresence {
  /// A function may be as short as `ret`; what follows it counts too.
  private static final int COMPARED = 16;

  /// Others that came by, before nobody waits for the kernel any more.
  static final int MOST_OTHERS = 10_000;

  private final GdbClient debugger;
  private final BiFunction<LinearAddress, Integer, byte[]> code;
  private boolean seen;
  private int others;

  /// @param code what the image has at an address, up to so many bytes
  /// @param seen nothing runs before the kernel but firmware, far away from it
  KernelPresence(
      GdbClient debugger, BiFunction<LinearAddress, Integer, byte[]> code, boolean seen) {
    this.debugger = debugger;
    this.code = code;
    this.seen = seen;
  }

  /// The machine stands still at this address.
  boolean isAt(LinearAddress at) throws IOException {
    if (!seen) {
      byte[] expected = code.apply(at, COMPARED);
      seen =
          expected.length == 0 || Arrays.equals(expected, debugger.readMemory(at, expected.length));
      others += seen ? 0 : 1;
    }
    return seen;
  }

  boolean isGivenUp() {
    return others > MOST_OTHERS;
  }
}
