// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A field that is missing was often written, with a slip: then that is what to tell.
///
/// @param path of the field as it was written
record Misspelt(String path, int line, String name, List<String> known) {
  private static final YAMLMapper YAML = new YAMLMapper();

  static Optional<Misspelt> find(String text, JacksonException e) {
    if (!(e instanceof MismatchedInputException) || e.getPath().isEmpty()) {
      return Optional.empty();
    }
    List<JacksonException.Reference> path = e.getPath();
    if (!(path.getLast().from() instanceof Class<?> type) || !type.isRecord()) {
      return Optional.empty();
    }
    List<String> known = Stream.of(type.getRecordComponents()).map(it -> it.getName()).toList();
    JsonNode around = YAML.readTree(text);
    for (JacksonException.Reference step : path.subList(0, path.size() - 1)) {
      around =
          step.getPropertyName() == null
              ? around.path(step.getIndex())
              : around.path(step.getPropertyName());
    }
    return unknown(around.propertyNames(), known, choosers(type))
        .map(name -> of(text, YamlFile.path(path.subList(0, path.size() - 1)), name, known));
  }

  private static Misspelt of(String text, String around, String name, List<String> known) {
    String path = around.isEmpty() ? name : around + "." + name;
    return new Misspelt(path, YamlLines.of(text).of(path, 1), name, known);
  }

  private static Optional<String> unknown(
      Collection<String> given, List<String> known, List<String> choosers) {
    return given.stream().filter(it -> !known.contains(it) && !choosers.contains(it)).findFirst();
  }

  /// What chooses among the records of a sealed type is no field of any.
  private static List<String> choosers(Class<?> type) {
    return interfaces(type)
        .map(it -> it.getAnnotation(JsonTypeInfo.class))
        .filter(Objects::nonNull)
        .map(JsonTypeInfo::property)
        .toList();
  }

  /// Those of the type, and theirs.
  private static Stream<Class<?>> interfaces(Class<?> type) {
    return Stream.of(type.getInterfaces())
        .flatMap(it -> Stream.concat(Stream.of(it), interfaces(it)));
  }
}
