// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// From when on an allocator's account means something; before, its state is "not yet". In a
/// profile: the symbol of a checkpoint, or `{console: TEXT}`, what the kernel prints by then.
///
/// What a kernel prints it can print at any time. So that moment decides from when on the account
/// is held against the rest of memory, and nothing else: see `docs/reference/profile.md`.
public sealed interface Ready {

  record Checkpoint(String symbol) implements Ready {}

  /// @param text stands in one line of what the kernel prints on the serial port
  record Console(String text) implements Ready {
    private static final Pattern LINE = Pattern.compile("[ -~]{1,200}");

    public Console {
      if (!LINE.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "ready.console: expected 1 to 200 printable ASCII characters of one line");
      }
    }
  }

  /// Whether that moment is one at which this was seen.
  ///
  /// @param checkpoint where the kernel stands, if at one
  /// @param printed whether the text has been printed by then
  default boolean isAt(@Nullable String checkpoint, @Nullable Boolean printed) {
    return switch (this) {
      case Checkpoint it -> it.symbol().equals(checkpoint);
      case Console it -> Boolean.TRUE.equals(printed);
    };
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Ready parse(Object json) {
    if (json instanceof String symbol) {
      return new Checkpoint(symbol);
    }
    if (!(json instanceof Map<?, ?> given)) {
      throw new IllegalArgumentException(
          "ready: expected a checkpoint's symbol, or console with what the kernel prints");
    }
    var fields = new Fields("ready", given);
    var ready = new Console(fields.text("console"));
    fields.requireNoneLeft();
    return ready;
  }

  @JsonValue
  default Object toJson() {
    return switch (this) {
      case Checkpoint it -> it.symbol();
      case Console it -> Map.of("console", it.text());
    };
  }

  /// For the end of a sentence: "before …".
  default String words() {
    return switch (this) {
      case Checkpoint it -> "the kernel came by " + it.symbol();
      case Console it -> "the kernel printed \"" + it.text() + '"';
    };
  }
}
