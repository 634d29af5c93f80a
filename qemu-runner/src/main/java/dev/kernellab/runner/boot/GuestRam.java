// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.FrameRange;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The guest's RAM below 4 GiB, as we read it. While the guest runs, what is read is torn.
public sealed interface GuestRam extends AutoCloseable permits RamFile, DumpedRam {
  /// Gives the frames of some ranges, all of them RAM, to `reader`, one by one.
  ///
  /// @throws IOException when not all of them are there
  void read(List<FrameRange> ranges, BiConsumer<Integer, byte[]> reader) throws IOException;

  /// Frames that the guest has touched, all others holding zeros; empty where nobody knows.
  ///
  /// @param end the frame after the last asked for
  Optional<BitSet> touched(int end) throws IOException;

  @Override
  void close() throws IOException;
}
