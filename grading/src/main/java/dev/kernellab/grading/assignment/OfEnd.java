// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is looked at when the run is over; such a check names no moment.
public sealed interface OfEnd extends Expectation {

  /// A line of the console matches, or none does. A hint to students, worth no points: a kernel can
  /// print whatever it likes.
  ///
  /// @param matches a regular expression (RE2)
  /// @param never true: no line may match
  @JsonTypeName("console")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Console(String matches, @Nullable Boolean never) implements OfEnd {
    public boolean forbids() {
      return Boolean.TRUE.equals(never);
    }
  }

  /// The run ends in one of these ways.
  @JsonTypeName("ends")
  record Ends(List<RunOutcome.Kind> kinds) implements OfEnd {
    public Ends {
      kinds = List.copyOf(kinds);
      if (kinds.isEmpty()) {
        throw new IllegalArgumentException("kinds: expected at least one");
      }
    }
  }
}
