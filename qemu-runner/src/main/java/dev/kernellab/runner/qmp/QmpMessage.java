// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line from the monitor (QEMU QMP specification, section 2.2).
sealed interface QmpMessage {
  int DEEPEST = 32;

  /// @param version of QEMU
  record Greeting(String version) implements QmpMessage {}

  record Success(long id, JsonNode value) implements QmpMessage {}

  record Failure(long id, String description) implements QmpMessage {}

  record Event(String name, JsonNode data) implements QmpMessage {}

  /// The one door through which the monitor's text comes in.
  static QmpMessage parse(byte[] line) throws QmpProtocolException {
    try {
      JsonNode message = Reader.MAPPER.readTree(line);
      if (message.has("QMP")) {
        return new Greeting(version(message.at("/QMP/version")));
      }
      if (message.path("event").isString()) {
        return new Event(message.path("event").asString(), message.path("data"));
      }
      if (message.has("return") && message.path("id").isIntegralNumber()) {
        return new Success(message.path("id").asLong(), message.path("return"));
      }
      if (message.has("error")) {
        long id = message.path("id").asLong(-1);
        return new Failure(id, message.path("error").path("desc").asString("no description"));
      }
    } catch (JacksonException e) {
      throw new QmpProtocolException("message: not JSON, " + e.getOriginalMessage(), e);
    }
    throw new QmpProtocolException("message: neither greeting, reply nor event");
  }

  private static String version(JsonNode version) {
    JsonNode qemu = version.path("qemu");
    String digits =
        "%d.%d.%d"
            .formatted(
                qemu.path("major").asInt(0),
                qemu.path("minor").asInt(0),
                qemu.path("micro").asInt(0));
    String origin = version.path("package").asString("");
    return origin.isBlank() ? digits : digits + " (" + origin.strip() + ")";
  }

  /// Keeps the mapper out of the interface.
  final class Reader {
    private static final JsonMapper MAPPER =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build())
            .build();

    private Reader() {}

    static byte[] write(Object value) {
      return MAPPER.writeValueAsBytes(value);
    }
  }
}
