// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceLog.NumberedCapture;
import dev.kernellab.api.observe.ObservedSnapshot;
import dev.kernellab.api.observe.Observer;
import dev.kernellab.api.observe.SnapshotItem;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Capture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Snapshots of a run, made from its stored captures each time anew.
@Component
class SnapshotReader {
  private final Runs runs;
  private final EvidenceLog evidence;

  SnapshotReader(Runs runs, EvidenceLog evidence) {
    this.runs = runs;
    this.evidence = evidence;
  }

  List<SnapshotItem> items(String id) {
    Run run = runs.get(id);
    var observer = new Observer(run.plan().profile());
    var items = new ArrayList<SnapshotItem>();
    captures(run).forEach(it -> items.add(observer.observe(it.capture()).item(it.seq())));
    return items;
  }

  /// @param which a number, `last`, or the name of a checkpoint, which means the first time the
  ///   kernel came by
  /// @throws Problem `SNAPSHOT_UNKNOWN`
  ObservedSnapshot read(String id, String which) {
    Run run = runs.get(id);
    var observer = new Observer(run.plan().profile());
    var reached = new LinkedHashSet<String>();
    ObservedSnapshot last = null;
    for (NumberedCapture it : captures(run)) {
      Capture capture = it.capture();
      last = observer.observe(capture);
      if (which.equals(Integer.toString(capture.n())) || which.equals(capture.checkpoint())) {
        return last;
      }
      Optional.ofNullable(capture.checkpoint()).ifPresent(reached::add);
    }
    if (last == null || !which.equals("last")) {
      throw unknown(which, last, reached);
    }
    return last;
  }

  private Iterable<NumberedCapture> captures(Run run) {
    return evidence.captures(run.id(), run.attempt());
  }

  private static Problem unknown(
      String which, @Nullable ObservedSnapshot last, Set<String> reached) {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "SNAPSHOT_UNKNOWN",
        last == null
            ? "The run has no snapshot. It may not have come so far yet."
            : "The run has no snapshot \""
                + Problem.quote(which)
                + "\". Ask for 0 to "
                + last.n()
                + ", for last, or for a checkpoint that was reached: "
                + (reached.isEmpty() ? "none was" : String.join(", ", reached))
                + ".");
  }
}
