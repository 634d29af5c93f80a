// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.runner.qmp.QmpClient;
import dev.kernellab.runner.qmp.QmpCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// RAM of a guest too large for a file, read through the monitor, several dumps at a time.
public final class DumpedRam implements GuestRam {
  /// Dumps under way at once.
  static final int DUMPS = 8;

  /// Frames in one dump: the largest is 1 MiB.
  private static final int LARGEST_DUMP = 256;

  private final QmpClient monitor;
  private final List<DumpFile> dumps;

  DumpedRam(QmpClient monitor, List<DumpFile> dumps) {
    this.monitor = monitor;
    this.dumps = List.copyOf(dumps);
  }

  @Override
  public void read(List<FrameRange> ranges, BiConsumer<Integer, byte[]> reader) throws IOException {
    List<FrameRange> pieces = pieces(ranges);
    for (int from = 0; from < pieces.size(); from += dumps.size()) {
      dump(pieces.subList(from, Math.min(pieces.size(), from + dumps.size())), reader);
    }
  }

  private void dump(List<FrameRange> pieces, BiConsumer<Integer, byte[]> reader)
      throws IOException {
    var commands = new ArrayList<QmpCommand>();
    for (int i = 0; i < pieces.size(); i++) {
      commands.add(new QmpCommand.SaveMemory(pieces.get(i), dumps.get(i).nameInBox()));
    }
    monitor.callAll(commands);
    int size = PhysicalAddress.FRAME_SIZE;
    for (int i = 0; i < pieces.size(); i++) {
      FrameRange piece = pieces.get(i);
      byte[] bytes = dumps.get(i).read(piece.count() * size);
      for (int k = 0; k < piece.count(); k++) {
        reader.accept(piece.first() + k, Arrays.copyOfRange(bytes, k * size, (k + 1) * size));
      }
    }
  }

  /// Joins neighbours, and cuts what is too long.
  private static List<FrameRange> pieces(List<FrameRange> ranges) {
    var pieces = new ArrayList<FrameRange>();
    for (FrameRange range : ranges) {
      for (int first = range.first(); first < range.end(); first += LARGEST_DUMP) {
        int count = Math.min(LARGEST_DUMP, range.end() - first);
        FrameRange last = pieces.isEmpty() ? null : pieces.getLast();
        if (last != null && last.end() == first && last.count() + count <= LARGEST_DUMP) {
          pieces.set(pieces.size() - 1, new FrameRange(last.first(), last.count() + count));
        } else {
          pieces.add(new FrameRange(first, count));
        }
      }
    }
    return pieces;
  }

  @Override
  public Optional<BitSet> touched(int end) {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    for (DumpFile dump : dumps) {
      dump.close();
    }
  }
}
