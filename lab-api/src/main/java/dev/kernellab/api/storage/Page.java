// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Part of a list, newest first.
///
/// @param next what to pass as `cursor` for the next part; absent on the last
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {

  /// From one item more than the page holds, which tells whether there is a next page.
  public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> cursor) {
    if (oneMore.size() <= limit) {
      return new Page<>(oneMore, null);
    }
    List<T> items = List.copyOf(oneMore.subList(0, limit));
    return new Page<>(items, cursor.apply(items.getLast()));
  }

  /// The same page of something else.
  public <R> Page<R> map(Function<T, R> each) {
    return new Page<>(items.stream().map(each).toList(), next);
  }
}
