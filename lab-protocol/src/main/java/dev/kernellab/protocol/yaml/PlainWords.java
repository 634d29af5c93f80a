// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Jackson speaks to whoever wrote the record; this, to whoever writes the file.
final class PlainWords {
  private static final Pattern CHOICES = Pattern.compile("Enum class: \\[(.*)]");
  private static final Pattern GIVEN =
      Pattern.compile(
          "from (?:(?:String|Number|Boolean|Floating-point) (?:value )?)?(?:\\((.+?)\\)|\"(.*?)\"|(Array|Object)|(\\w+) value)",
          Pattern.DOTALL);
  private static final Pattern TWICE = Pattern.compile("Duplicate Object property (\".*\")");
  private static final Pattern WHERE = Pattern.compile("\\s*in reader, line (\\d+), column \\d+:");
  private static final int LONGEST = 300;

  private PlainWords() {}

  static String reason(JacksonException e) {
    return switch (e) {
      case UnrecognizedPropertyException it -> unknown(it.getPropertyName(), known(it));
      case InvalidTypeIdException it when it.getTypeId() == null ->
          "type: missing, it says what kind this is" + DidYouMean.among("", types(it));
      case InvalidTypeIdException it ->
          "unknown type '"
              + it.getTypeId()
              + "'"
              + DidYouMean.among(String.valueOf(it.getTypeId()), types(it));
      case InvalidFormatException it -> format(it);
      case JacksonException it when it.getCause() instanceof IllegalArgumentException ours ->
          String.valueOf(ours.getMessage());
      case InputCoercionException it -> "expected a whole number, of at most 2147483647";
      case MismatchedInputException it -> mismatch(it);
      default -> other(String.valueOf(e.getOriginalMessage()));
    };
  }

  static String unknown(String name, List<String> known) {
    return "unknown field '" + name + "'" + DidYouMean.among(name, known);
  }

  /// The last line that SnakeYAML names: where it could not go on.
  static OptionalInt line(String message) {
    return WHERE
        .matcher(message)
        .results()
        .mapToInt(it -> Integer.parseInt(it.group(1)))
        .reduce((before, last) -> last);
  }

  /// What is wrong where the file is no YAML at all.
  static String syntax(String message) {
    String problem = "";
    for (String line : message.lines().toList()) {
      boolean shown = line.startsWith("    ") || line.startsWith("  ^") || line.isBlank();
      if (!shown && !WHERE.matcher(line).matches() && !line.strip().startsWith("while ")) {
        problem = line.strip();
      }
    }
    if (problem.contains("TAB")) {
      return "no YAML: a tab; indent with spaces";
    }
    if (problem.contains("cannot start any token") || problem.contains("unexpected character")) {
      return "no YAML: a text that begins with *, &, !, %, @ or ` has to be in quotes";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "no YAML: a second \": \" in a line; put a text that has one in quotes, or look at the"
          + " indentation, here and above";
    }
    return "no YAML: "
        + cut(problem)
        + "; look at the indentation, and for a quote or bracket that is not closed, here and above";
  }

  private static String format(InvalidFormatException e) {
    String got = ", got \"" + cut(String.valueOf(e.getValue())) + "\"";
    Matcher choices = CHOICES.matcher(String.valueOf(e.getOriginalMessage()));
    return choices.find()
        ? "unknown value \""
            + cut(String.valueOf(e.getValue()))
            + "\""
            + DidYouMean.among(
                String.valueOf(e.getValue()), List.of(choices.group(1).split(", ", -1)))
        : "expected " + kind(e.getTargetType()) + got;
  }

  private static String mismatch(MismatchedInputException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith("Missing required creator property")) {
      return "missing";
    }
    if (message.startsWith("No content")) {
      return "the file is empty";
    }
    Class<?> type = e.getTargetType();
    return type == null ? other(message) : "expected " + kind(type) + ", got " + given(message);
  }

  private static String given(String message) {
    if (message.contains("`null`")) {
      return "nothing";
    }
    Matcher given = GIVEN.matcher(message);
    if (!given.find()) {
      return "something else";
    }
    if (given.group(3) != null) {
      return given.group(3).equals("Array") ? "a list" : "fields";
    }
    String value = given.group(1) == null ? given.group(2) : given.group(1);
    return value == null || value.startsWith("token ") ? "a single value" : cut(value);
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "another kind of value";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == Instant.class) {
      return "a moment like \"2027-01-31T22:00:00Z\", with its time zone (Z is UTC)";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class || isWritten(type)
        ? "a text in quotes"
        : "fields, each \"name: value\"";
  }

  /// Whether it is written as a text, such as an address.
  private static boolean isWritten(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(it -> it.isAnnotationPresent(JsonCreator.class))
        .map(Method::getParameterTypes)
        .anyMatch(it -> it.length == 1 && it[0] == String.class);
  }

  private static String other(String message) {
    Matcher twice = TWICE.matcher(message);
    if (twice.find()) {
      return "the field " + twice.group(1) + " stands there twice; take one out";
    }
    if (message.startsWith("Expected a property name")) {
      return "expected a field's name, a word";
    }
    return message.startsWith("Document nesting depth") ? "nested too deeply" : cut(message);
  }

  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
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
}
