// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of a JSON object that is read by its shape: each is taken once, and none may be left.
final class Fields {
  private final String what;
  private final Map<Object, @Nullable Object> left;

  Fields(String what, Map<?, ?> fields) {
    this.what = what;
    this.left = new HashMap<>(fields);
  }

  boolean has(String name) {
    return left.containsKey(name);
  }

  /// The one of these fields that is there.
  String oneOf(String... names) {
    var there = Stream.of(names).filter(this::has).toList();
    if (there.size() != 1) {
      throw new IllegalArgumentException(
          what + ": expected one of " + String.join(", ", names) + ", got " + left.keySet());
    }
    return there.getFirst();
  }

  Object take(String name) {
    Object value = left.remove(name);
    if (value == null) {
      throw new IllegalArgumentException(what + ": " + name + " is missing");
    }
    return value;
  }

  String text(String name) {
    if (take(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(what + ": " + name + " is not text");
  }

  String textOr(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  /// A whole number, or hexadecimal as text; of 32 bits, so that no sum of them overflows.
  long number(String name, long otherwise) {
    return has(name) ? number(name, take(name)) : otherwise;
  }

  static long number(String name, Object value) {
    long number =
        switch (value) {
          case Integer it -> it;
          case Long it -> it;
          case String it -> Hexadecimal.parse(name, it);
          default -> throw new IllegalArgumentException(name + ": expected a whole number");
        };
    if (number < Integer.MIN_VALUE || number > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(name + ": expected a number of 32 bits, got " + number);
    }
    return number;
  }

  /// What has not been taken yet.
  Map<Object, @Nullable Object> rest() {
    return left;
  }

  void requireNoneLeft() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(what + ": unknown field " + left.keySet());
    }
  }
}
