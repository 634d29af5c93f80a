// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Query parameters of every list.
///
/// @param limit at most so many items, 1 to 200; 50 when absent
/// @param cursor `next` of the page before; absent for the newest
public record PageRequest(@Nullable Integer limit, @Nullable String cursor) {
  private static final int DEFAULT = 50;
  private static final int MOST = 200;

  public PageRequest {
    if (limit != null && (limit < 1 || limit > MOST)) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "PARAMETER_INVALID",
          "limit: expected 1 to " + MOST + ", got " + limit + ".");
    }
  }

  public int size() {
    return limit == null ? DEFAULT : limit;
  }

  public Optional<String> after() {
    return Optional.ofNullable(cursor);
  }
}
