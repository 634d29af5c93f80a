// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.gdb.MonitorText;
import dev.kernellab.runner.qmp.MemoryTree;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What lies where in physical memory, and whether that has changed.
final class PhysicalMapWatch {
  private final GdbClient debugger;
  private @Nullable MonitorText lastTree;
  private List<PhysicalSpan> last = List.of();

  PhysicalMapWatch(GdbClient debugger) {
    this.debugger = debugger;
  }

  /// Of a machine that stands still.
  ///
  /// @return null when it is as it was the last time
  @Nullable List<PhysicalSpan> changed(Look look) throws IOException {
    MonitorText tree = look.memoryTree();
    if (tree == null) {
      debugger.askFor(GdbClient.Shown.MEMORY_TREE);
      tree = debugger.shown();
    }
    if (tree.equals(lastTree)) {
      return null;
    }
    lastTree = tree;
    List<PhysicalSpan> now = MemoryTree.parse(tree.read());
    if (now.equals(last)) {
      return null;
    }
    last = now;
    return now;
  }

  List<PhysicalSpan> last() {
    return last;
  }
}
