// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import java.util.List;
import java.util.Optional;

/// One operation, as far as the lab knows what it has to change.
public sealed interface Operation {

  /// So many frames in a row are allocated.
  record Alloc(int frames) implements Operation {}

  /// The frames of an earlier allocation are free again.
  ///
  /// @param allocation 1 for the first there was
  record Free(int allocation) implements Operation {}

  /// A page is mapped to a frame that was free.
  record MapPage(long page) implements Operation {}

  record UnmapPage(long page) implements Operation {}

  /// Works at random and gives everything back.
  record WorkAtRandom() implements Operation {}

  /// Starts a program, which takes frames and gives none.
  record Spawn() implements Operation {}

  /// @param text as it stands on the command line
  /// @return empty where what it changes is not said
  static Optional<Operation> parse(String text) {
    String[] words = text.split(":", -1);
    String argument = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "alloc" -> Optional.of(new Alloc(argument.isEmpty() ? 1 : Integer.parseInt(argument)));
      case "free" -> Optional.of(new Free(Integer.parseInt(argument)));
      case "map" -> Optional.of(new MapPage(Long.parseLong(argument, 16)));
      case "unmap" -> Optional.of(new UnmapPage(Long.parseLong(argument, 16)));
      case "heap", "stress" -> Optional.of(new WorkAtRandom());
      case "spawn" -> Optional.of(new Spawn());
      default -> Optional.empty();
    };
  }

  /// Which operation, counted from 1 on, made an allocation; 0 when none did.
  static int ofAllocation(List<String> drawn, int allocation) {
    int made = 0;
    for (int i = 0; i < drawn.size(); i++) {
      if (drawn.get(i).startsWith("alloc") && ++made == allocation) {
        return i + 1;
      }
    }
    return 0;
  }

  /// Which operation, counted from 1 on, mapped a page last before another; 0 when none did.
  static int ofMapping(List<String> drawn, long page, int before) {
    String text = "map:" + Long.toHexString(page);
    for (int number = before - 1; number >= 1; number--) {
      if (drawn.get(number - 1).equals(text)) {
        return number;
      }
    }
    return 0;
  }
}
