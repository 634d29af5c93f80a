// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import dev.kernellab.memory.check.KernelHistory;
import dev.kernellab.protocol.Capture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The moments of a run that another run can have as well, in order: a checkpoint's hits, a fault,
/// the end. What was looked at on request, now and then, or unannounced has no counterpart; what
/// was torn shows no moment.
final class Moments {
  private final Iterator<Capture> captures;
  private final KernelHistory history;
  private final Map<String, Integer> hits = new HashMap<>();

  Moments(ComparedRun run) {
    this.captures = run.captures().iterator();
    this.history = new KernelHistory(run.profile());
  }

  /// @param name such as `checkpoint_idle`, `checkpoint_idle#2` or `the end`
  record Seen(String name, Capture capture, KernelHistory.Seen kernel) {}

  /// The names alone, without decoding anything.
  static List<String> names(ComparedRun run) {
    var names = new ArrayList<String>();
    var hits = new HashMap<String, Integer>();
    run.captures().forEach(it -> Optional.ofNullable(name(it, hits)).ifPresent(names::add));
    return names;
  }

  /// The next moment of that name; those before it are read, since the others build on them.
  Optional<Seen> next(String name) {
    while (captures.hasNext()) {
      Capture capture = captures.next();
      KernelHistory.Seen kernel = history.next(capture);
      if (name.equals(name(capture, hits))) {
        return Optional.of(new Seen(name, capture, kernel));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String name(Capture capture, Map<String, Integer> hits) {
    if (capture.torn()) {
      return null;
    }
    return switch (capture.reason()) {
      case CHECKPOINT -> {
        String checkpoint = String.valueOf(capture.checkpoint());
        int hit = hits.merge(checkpoint, 1, Integer::sum);
        yield hit == 1 ? checkpoint : checkpoint + "#" + hit;
      }
      case FAULT -> "the fault";
      case FINAL -> "the end";
      case PERIOD, REQUEST, UNANNOUNCED -> null;
    };
  }
}
