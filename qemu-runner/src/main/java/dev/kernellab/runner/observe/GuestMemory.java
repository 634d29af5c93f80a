// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.runner.boot.BootedMachine;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/// Reads frames of RAM.
final class GuestMemory {
  private final BootedMachine machine;
  private final RamLayout ram;

  GuestMemory(BootedMachine machine, RamLayout ram) {
    this.machine = machine;
    this.ram = ram;
  }

  /// Reads the parts of `wanted` that are RAM.
  ///
  /// @param wanted sorted
  void read(List<FrameRange> wanted, SortedMap<Integer, byte[]> into) throws IOException {
    forEach(wanted, into::put);
  }

  /// Gives each frame of some ranges that is RAM to `reader`.
  void forEach(List<FrameRange> wanted, BiConsumer<Integer, byte[]> reader) throws IOException {
    machine.ram().read(ram.within(wanted), reader);
  }

  /// Frames of RAM that the guest has touched, all others holding zeros; empty where nobody knows.
  Optional<BitSet> touched() throws IOException {
    Optional<BitSet> touched = machine.ram().touched(ram.end());
    touched.ifPresent(
        frames -> ram.holes().forEach(hole -> frames.clear(hole.first(), hole.end())));
    return touched;
  }
}
