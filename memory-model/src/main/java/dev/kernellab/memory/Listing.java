// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.util.List;

/// The first so many of something of which a hostile kernel could make a million.
///
/// @param truncated there are more than these
public record Listing<T>(List<T> items, boolean truncated) {
  public Listing {
    items = List.copyOf(items);
  }
}
