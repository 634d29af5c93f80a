// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Registers that are 0 but for those that a test names.
public final class DrawnRegisters {
  /// Absent unless they are named.
  private static final Set<String> OPTIONAL = Set.of("efer", "segments", "wide");

  private final Map<String, Object> named = new HashMap<>();

  public static DrawnRegisters of(int cr0, int cr3, int cr4) {
    return new DrawnRegisters()
        .with("cr0", new Hex32(cr0))
        .with("cr3", new Hex32(cr3))
        .with("cr4", new Hex32(cr4));
  }

  public DrawnRegisters with(String register, Object value) {
    named.put(register, value);
    return this;
  }

  public Registers registers() {
    return drawn(Registers.class, named);
  }

  /// Those of 64-bit code, 0 but for one.
  public static Registers.Wide wide(String register, long value) {
    return drawn(Registers.Wide.class, Map.of(register, new Hex64(value)));
  }

  private static <R extends Record> R drawn(Class<R> type, Map<String, Object> named) {
    RecordComponent[] parts = type.getRecordComponents();
    List<String> known = Arrays.stream(parts).map(RecordComponent::getName).toList();
    if (!known.containsAll(named.keySet())) {
      throw new IllegalArgumentException(named.keySet() + ": expected some of " + known);
    }
    Object[] values =
        Arrays.stream(parts).map(it -> named.getOrDefault(it.getName(), none(it))).toArray();
    try {
      Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new);
      return type.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object none(RecordComponent part) {
    if (OPTIONAL.contains(part.getName())) {
      return null;
    }
    Class<?> type = part.getType();
    if (type == Hex32.class) {
      return new Hex32(0);
    } else if (type == Hex64.class) {
      return new Hex64(0);
    } else if (type == LinearAddress.class) {
      return new LinearAddress(0);
    }
    return type == boolean.class ? (Object) false : (Object) 0;
  }
}
