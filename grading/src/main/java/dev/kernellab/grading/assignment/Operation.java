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
    try {
      return parse(words[0], words.length > 1 ? words[1] : "");
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Operation> parse(String name, String argument) {
    return switch (name) {
      case "alloc" -> Optional.of(new Alloc(argument.isEmpty() ? 1 : Integer.parseInt(argument)));
      case "free" -> Optional.of(new Free(Integer.parseInt(argument)));
      case "map" -> Optional.of(new MapPage(Long.parseLong(argument, 16)));
      case "unmap" -> Optional.of(new UnmapPage(Long.parseLong(argument, 16)));
      case "heap", "stress" -> Optional.of(new WorkAtRandom());
      case "spawn" -> Optional.of(new Spawn());
      default -> Optional.empty();
    };
  }

  /// Whether what an operation gives back was taken by one before it.
  ///
  /// @param number of the operation, from 1 on
  static boolean hasWhatItGivesBack(List<String> drawn, int number) {
    return parse(drawn.get(number - 1))
        .map(
            operation ->
                switch (operation) {
                  case Free it -> ofAllocation(drawn, it.allocation());
                  case UnmapPage it -> ofMapping(drawn, it.page(), number);
                  case Alloc _, MapPage _, WorkAtRandom _, Spawn _ -> 1;
                })
        .map(made -> made >= 1 && made < number)
        .orElse(true);
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
