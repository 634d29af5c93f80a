// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/// Keys that go down one after the other and come up again in reverse: `["shift","a"]`.
///
/// @param keys QEMU's names (its QKeyCode), of those in [Keyboard#KEYS]
public record Chord(List<String> keys) {
  public static final int MOST_KEYS = 4;

  public Chord {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw new IllegalArgumentException(
          "chord: expected 1 to " + MOST_KEYS + " keys, got " + keys.size());
    }
    for (String key : keys) {
      if (!Keyboard.KEYS.contains(key)) {
        throw new IllegalArgumentException("key: none that can be pressed, \"" + key + "\"");
      }
    }
  }

  public static Chord of(String... keys) {
    return new Chord(List.of(keys));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Chord parse(List<String> keys) {
    return new Chord(keys);
  }

  @JsonValue
  List<String> toJson() {
    return keys;
  }
}
