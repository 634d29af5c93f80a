// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stretch of a run's time. Times are milliseconds since 1970, as a service of the lab saw them.
///
/// @param place in the run's tree, like `run/attempt-1/build`; its id follows from it, and the
///   place above is its parent
/// @param name the same for every run
/// @param moments what happened meanwhile, in order
/// @param failure why the lab failed here; null when it did not
public record RunSpan(
    String run,
    String place,
    String name,
    SpanKind kind,
    long from,
    long to,
    Attributes attributes,
    List<Moment> moments,
    @Nullable String failure) {

  /// The place above all others: the request that made the run.
  public static final String REQUEST = "request";

  /// The place of one attempt.
  public static String attempt(int number) {
    return REQUEST + "/run/attempt-" + number;
  }

  public RunSpan {
    moments = List.copyOf(moments);
  }

  /// @param at milliseconds since 1970
  public record Moment(String name, long at, Attributes attributes) {}

  @Nullable String parent() {
    int end = place.lastIndexOf('/');
    return end < 0 ? null : place.substring(0, end);
  }
}
