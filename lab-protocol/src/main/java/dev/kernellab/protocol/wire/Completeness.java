// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON may leave things out where a record's type promises that they are there.
final class Completeness {
  private Completeness() {}

  /// @throws IllegalArgumentException naming the first component that is missing
  static <T> T require(@Nullable T value, Class<T> type) {
    if (value == null) {
      throw new IllegalArgumentException(type.getSimpleName() + ": missing");
    }
    check(value, value.getClass().getSimpleName());
    return value;
  }

  private static void check(@Nullable Object value, String path) {
    switch (value) {
      case null -> throw new IllegalArgumentException(path + ": missing");
      case Record record -> checkComponents(record, path);
      case List<?> list -> list.forEach(element -> check(element, path + "[]"));
      default -> {}
    }
  }

  private static void checkComponents(Record record, String path) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = valueOf(component, record);
      if (value != null || !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        check(value, path + "." + component.getName());
      }
    }
  }

  private static @Nullable Object valueOf(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record can be read: " + component, e);
    }
  }
}
