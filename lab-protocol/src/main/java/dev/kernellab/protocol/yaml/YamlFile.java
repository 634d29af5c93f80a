// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.dataformat.yaml.JacksonYAMLParseException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a YAML file into a record and is strict about it: a misspelt field, a missing one or one
/// of the wrong type is an error that names file and line, since an author's slip must not become a
/// check that silently checks nothing.
public final class YamlFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .annotationIntrospector(new WhatIsNotNullableIsRequired())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private YamlFile() {}

  /// @throws YamlException naming file, line and field
  public static <T> T read(Path file, Class<T> type) {
    try {
      return parse(String.valueOf(file.getFileName()), Files.readString(file), type);
    } catch (IOException e) {
      throw new YamlException(file + ": cannot be read, " + e.getMessage(), e);
    }
  }

  /// @param name the file's, for messages
  /// @throws YamlException naming file, line and field
  public static <T> T parse(String name, String text, Class<T> type) {
    try {
      return YAML.readValue(text, type);
    } catch (JacksonException e) {
      String message =
          Misspelt.find(text, e)
              .map(it -> name + ":" + it.line() + ": " + unknown(it.name(), it.known()))
              .orElseGet(() -> describe(name, e));
      throw new YamlException(message, e);
    }
  }

  /// `assignment.yml:12: checks[3].points: …`
  private static String describe(String file, JacksonException e) {
    if (e instanceof JacksonYAMLParseException notYaml) { // says itself where, and knows better
      return file + ": " + notYaml.getOriginalMessage().strip();
    }
    TokenStreamLocation location = e.getLocation();
    String line = location == null ? "" : ":" + location.getLineNr();
    String field = e instanceof DatabindException ? path(e.getPath()) : "";
    return file + line + ": " + (field.isEmpty() ? "" : field + ": ") + reason(e);
  }

  private static String reason(JacksonException e) {
    return switch (e) {
      case UnrecognizedPropertyException it -> unknown(it.getPropertyName(), known(it));
      case InvalidTypeIdException it ->
          "unknown type '"
              + it.getTypeId()
              + "'"
              + DidYouMean.among(String.valueOf(it.getTypeId()), types(it));
      case JacksonException it when it.getCause() instanceof IllegalArgumentException ours ->
          String.valueOf(ours.getMessage());
      default -> String.valueOf(e.getOriginalMessage());
    };
  }

  private static String unknown(String name, List<String> known) {
    return "unknown field '" + name + "'" + DidYouMean.among(name, known);
  }

  private static List<String> known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds() == null
        ? List.of()
        : e.getKnownPropertyIds().stream().map(String::valueOf).toList();
  }

  /// The names that the annotations of a sealed type give to its records.
  private static List<String> types(InvalidTypeIdException e) {
    JsonSubTypes types = e.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
    return types == null
        ? List.of()
        : Stream.of(types.value())
            .map(type -> type.value().getAnnotation(JsonTypeName.class))
            .filter(Objects::nonNull)
            .map(JsonTypeName::value)
            .toList();
  }

  static String path(List<JacksonException.Reference> steps) {
    var path = new StringBuilder();
    for (JacksonException.Reference step : steps) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  /// Takes the records at their word: what is not `@Nullable` has to be there.
  private static final class WhatIsNotNullableIsRequired extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
      return member instanceof AnnotatedParameter parameter
          && parameter.getOwner().getAnnotated() instanceof Executable creator
          && !creator.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
              Nullable.class);
    }
  }
}
