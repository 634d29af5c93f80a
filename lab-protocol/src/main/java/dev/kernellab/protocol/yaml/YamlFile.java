// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
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
      throw new YamlException(describe(name, e), e);
    }
  }

  /// `assignment.yml:12: checks[3].points: …`
  private static String describe(String file, JacksonException e) {
    if (e instanceof JacksonYAMLParseException notYaml) { // says itself where, and knows better
      return file + ": " + notYaml.getOriginalMessage().strip();
    }
    TokenStreamLocation location = e.getLocation();
    String line = location == null ? "" : ":" + location.getLineNr();
    String field = e instanceof DatabindException bound ? path(bound) : "";
    String reason =
        e.getCause() instanceof IllegalArgumentException ours
            ? String.valueOf(ours.getMessage())
            : e.getOriginalMessage();
    return file + line + ": " + field + reason;
  }

  private static String path(DatabindException e) {
    var path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "" : path.append(": ").toString();
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
