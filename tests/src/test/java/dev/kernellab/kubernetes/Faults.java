// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import java.util.ArrayList;
import java.util.List;

/// What rules found, in words.
final class Faults {
  private final List<String> found = new ArrayList<>();

  void expect(boolean holds, String otherwise) {
    if (!holds) {
      found.add(otherwise);
    }
  }

  void add(String fault) {
    found.add(fault);
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
