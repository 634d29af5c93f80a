// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/// Records to JSON and back. Reading refuses what the protocol does not know and misses what it
/// promises; the reason names the place, never quotes what was sent.
public final class WireJson {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(RunnerProtocol.LONGEST_LINE)
                          .build())
                  .build())
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private WireJson() {}

  /// The event as one line of ASCII, its end included.
  public static byte[] line(RunEvent event) {
    return asLine(event);
  }

  /// The event and its number as one line of ASCII, its end included.
  public static byte[] line(EventLine line) {
    return asLine(line);
  }

  private static byte[] asLine(Object value) {
    return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  public static String text(RunRequest request) {
    return JSON.writeValueAsString(request);
  }

  public static String text(RunWish wish) {
    return JSON.writeValueAsString(wish);
  }

  public static String text(RunQuestion question) {
    return JSON.writeValueAsString(question);
  }

  public static String text(RunAnswer answer) {
    return JSON.writeValueAsString(answer);
  }

  /// @throws IllegalArgumentException when it is not a wish
  public static RunWish wish(byte[] text) {
    return read(text, RunWish.class);
  }

  /// @throws IllegalArgumentException when it is not a question
  public static RunQuestion question(byte[] text) {
    return read(text, RunQuestion.class);
  }

  /// @throws IllegalArgumentException when it is not an answer
  public static RunAnswer answer(byte[] text) {
    return read(text, RunAnswer.class);
  }

  /// @throws IllegalArgumentException when it is not an event with its number
  public static EventLine line(byte[] line) {
    return read(line, EventLine.class);
  }

  /// @throws IllegalArgumentException when it is not an event
  public static RunEvent event(byte[] line) {
    return read(line, RunEvent.class);
  }

  /// @throws IllegalArgumentException when it is not a request
  public static RunRequest request(byte[] text) {
    return read(text, RunRequest.class);
  }

  /// @throws IllegalArgumentException when it is not a status
  public static RunnerStatus status(byte[] text) {
    return read(text, RunnerStatus.class);
  }

  private static <T> T read(byte[] text, Class<T> type) {
    try {
      return Completeness.require(JSON.readValue(text, type), type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + ": " + firstLine(e.getOriginalMessage()), e);
    }
  }

  /// Printable and short: the rest may be anything.
  private static String firstLine(String message) {
    String shown = message.lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
    return shown.length() <= 200 ? shown : shown.substring(0, 200) + "...";
  }
}
