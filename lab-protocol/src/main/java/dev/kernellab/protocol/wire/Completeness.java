// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON may leave things out where a record's type promises that they are there.
final class Completeness {
  /// What a record's class promises: asking anew for every record takes longer than reading it.
  private static final ClassValue<List<Promise>> PROMISES =
      new ClassValue<>() {
        @Override
        protected List<Promise> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .filter(it -> !it.getType().isPrimitive())
              .map(Promise::of)
              .toList();
        }
      };

  private Completeness() {}

  /// A component of a record.
  private record Promise(String name, Method accessor, boolean nullable) {
    static Promise of(RecordComponent component) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      return new Promise(component.getName(), component.getAccessor(), nullable);
    }

    @Nullable Object valueIn(Record record) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a public record can be read: " + accessor, e);
      }
    }
  }

  /// @throws IllegalArgumentException naming the first component that is missing
  static <T> T require(@Nullable T value, Class<T> type) {
    if (value == null) {
      throw new IllegalArgumentException(type.getSimpleName() + ": missing");
    }
    String missing = missing(value);
    if (missing != null) {
      throw new IllegalArgumentException(value.getClass().getSimpleName() + missing + ": missing");
    }
    return value;
  }

  /// The way to what is missing, from `value` on; null when nothing is.
  private static @Nullable String missing(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Record record -> missingIn(record);
      case List<?> list -> missingIn(list);
      default -> null;
    };
  }

  private static @Nullable String missingIn(Record record) {
    for (Promise promise : PROMISES.get(record.getClass())) {
      Object value = promise.valueIn(record);
      String missing = value == null && promise.nullable ? null : missing(value);
      if (missing != null) {
        return "." + promise.name + missing;
      }
    }
    return null;
  }

  private static @Nullable String missingIn(List<?> list) {
    for (Object element : list) {
      String missing = missing(element);
      if (missing != null) {
        return "[]" + missing;
      }
    }
    return null;
  }
}
