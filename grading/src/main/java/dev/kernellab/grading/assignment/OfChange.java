// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may have changed between two moments.
public sealed interface OfChange extends Expectation {

  /// The operation that the kernel has just done changed exactly what it has to: nothing else, and
  /// nothing less.
  @JsonTypeName("operation")
  record OperationDone() implements OfChange {}

  /// The same frames are free as at an earlier moment.
  @JsonTypeName("returns-to")
  record ReturnsTo(When since) implements OfChange {}

  /// Directory entries `first` to `last` are those of an earlier moment, whichever directory was in
  /// CR3 then.
  ///
  /// @param except entries that need not be
  @JsonTypeName("entries-as-at")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EntriesAsAt(When since, int first, int last, @Nullable List<Integer> except)
      implements OfChange {
    public EntriesAsAt {
      if (first < 0 || last > 1023 || first > last) {
        throw new IllegalArgumentException(
            "first, last: expected entries from 0 to 1023, got " + first + " to " + last);
      }
      except = except == null ? null : List.copyOf(except);
    }

    public boolean concerns(int entry) {
      return entry >= first && entry <= last && (except == null || !except.contains(entry));
    }
  }

  /// In each of the ranges, pages are mapped to frames that were free at an earlier moment and are
  /// not any more: what was only marked as taken is in no use.
  ///
  /// @param frames so many in each range at least; absent: one
  @JsonTypeName("newly-mapped")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NewlyMapped(When since, List<OfPages.LinearRange> ranges, @Nullable Integer frames)
      implements OfChange {
    public NewlyMapped {
      ranges = List.copyOf(ranges);
      if (ranges.isEmpty()) {
        throw new IllegalArgumentException("ranges: expected one at least");
      }
      if (frames != null && frames < 1) {
        throw new IllegalArgumentException("frames: expected 1 or more, got " + frames);
      }
    }

    public int least() {
      return frames == null ? 1 : frames;
    }
  }

  /// CR3 refers to another page directory than at earlier moments. One that had been given up does
  /// not count: its frame, or a page table of the user in it, was free at a later one of them.
  ///
  /// @param since in the order in which the kernel comes by
  @JsonTypeName("other-directory")
  record OtherDirectory(List<When> since) implements OfChange {
    public OtherDirectory {
      since = List.copyOf(since);
      if (since.isEmpty()) {
        throw new IllegalArgumentException("since: expected one moment at least");
      }
    }
  }
}
