// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that is asked, and what it is worth.
///
/// @param title what is true when it is met, in a few words
/// @param at the moment at which memory is looked at; absent for what only the end tells
/// @param requires checks without which this one would be met by doing nothing
/// @param visibility absent: public
/// @param extra its points come on top of what is asked
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Check(
    String id,
    String title,
    int points,
    @Nullable When at,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        @Nullable List<String> requires,
    @Nullable Visibility visibility,
    @Nullable Boolean extra,
    Expectation expect) {
  private static final int MOST_POINTS = 10_000;

  public Check {
    requires = requires == null ? null : List.copyOf(requires);
    boolean worthNothing = expect instanceof OfEnd.Console;
    if (worthNothing && points != 0) {
      throw new IllegalArgumentException(
          "points: what a kernel prints earns none, expected 0, got " + points);
    }
    if (!worthNothing && points <= 0) {
      throw new IllegalArgumentException("points: expected more than 0, got " + points);
    }
    if (points > MOST_POINTS) {
      throw new IllegalArgumentException(
          "points: expected at most " + MOST_POINTS + ", got " + points);
    }
    if (expect instanceof OfEnd != (at == null)) {
      throw new IllegalArgumentException(
          at == null
              ? "at: missing, the moment at which memory is looked at"
              : "at: console and ends are looked at when the run is over; leave it out");
    }
  }

  public List<String> prerequisites() {
    return requires == null ? List.of() : requires;
  }

  /// Without the prerequisites that are not among these.
  Check buildingOn(Set<String> ids) {
    List<String> left = prerequisites().stream().filter(ids::contains).toList();
    return left.size() == prerequisites().size()
        ? this
        : new Check(id, title, points, at, left.isEmpty() ? null : left, visibility, extra, expect);
  }

  public boolean countsOnTop() {
    return Boolean.TRUE.equals(extra);
  }

  /// Whether students may see how it went.
  public boolean isVisible(boolean afterDeadline) {
    return switch (visibility == null ? Visibility.PUBLIC : visibility) {
      case PUBLIC -> true;
      case AFTER_DEADLINE -> afterDeadline;
      case NEVER -> false;
    };
  }
}
