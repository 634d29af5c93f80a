// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  /// What a lab takes of one that is published.
  private static final int LARGEST = 256 << 10;

  private static final Pattern FIELD =
      Pattern.compile("([a-z]\\w*(?:\\.[a-z]\\w*)*): (.*)", Pattern.DOTALL);

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
    return parse(String.valueOf(file.getFileName()), text(file), type);
  }

  /// @throws YamlException saying why it cannot be read
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new YamlException(file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new YamlException(file + ": is not in UTF-8; save it in that encoding", e);
    } catch (IOException e) {
      throw new YamlException(file + ": cannot be read, " + e.getMessage(), e);
    }
  }

  /// @param name the file's, for messages
  /// @throws YamlException naming file, line and field
  public static <T> T parse(String name, String text, Class<T> type) {
    if (text.length() > LARGEST) {
      throw new YamlException(
          name + ":1: larger than " + (LARGEST >> 10) + " KiB; leave out what is not needed", null);
    }
    try {
      Indirection.find(text).ifPresent(it -> refuse(name, it));
      return YAML.readValue(text, type);
    } catch (JacksonYAMLParseException e) {
      throw syntax(name, e);
    } catch (JacksonException e) {
      throw new YamlException(described(name, text, e), e);
    }
  }

  private static void refuse(String name, Indirection it) {
    throw new YamlException(name + ":" + it.line() + ": " + it.reason(), null);
  }

  private static YamlException syntax(String name, JacksonYAMLParseException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int line = PlainWords.line(message).orElse(line(e));
    return new YamlException(name + ":" + line + ": " + PlainWords.syntax(message), e);
  }

  private static String described(String name, String text, JacksonException e) {
    YamlLines lines;
    try {
      lines = YamlLines.of(text);
    } catch (JacksonYAMLParseException further) { // the cause of all, somewhere below
      return String.valueOf(syntax(name, further).getMessage());
    } catch (JacksonException notRead) {
      return name + ":" + line(e) + ": " + PlainWords.reason(e);
    }
    return Misspelt.find(text, e)
        .map(it -> name + ":" + it.line() + ": " + PlainWords.unknown(it.name(), it.known()))
        .orElseGet(() -> name + ":" + describe(lines, e));
  }

  /// `12: checks[3].points: …`
  private static String describe(YamlLines lines, JacksonException e) {
    String field = e instanceof DatabindException ? path(e.getPath()) : "";
    String reason = PlainWords.reason(e);
    Matcher named = FIELD.matcher(reason);
    if (named.matches()) { // a record that says which of its fields
      String own = named.group(1).substring(named.group(1).lastIndexOf('.') + 1);
      String inner = field.isEmpty() ? own : field + "." + own;
      if (lines.has(inner) || named.group(2).startsWith("missing")) {
        field = inner;
        reason = named.group(2);
      }
    }
    int line =
        !field.isEmpty() && lines.has(field) || reason.startsWith("missing")
            ? lines.of(field, 1)
            : line(e);
    return line + ": " + (field.isEmpty() ? "" : field + ": ") + reason;
  }

  private static int line(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1 ? 1 : location.getLineNr();
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
