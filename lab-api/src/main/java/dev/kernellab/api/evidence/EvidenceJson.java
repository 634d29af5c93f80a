// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.RunEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// How evidence is written. Whatever a guest printed, an event is one line of ASCII: no character
/// of its can end a line of the stream or be no character at all.
final class EvidenceJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .addMixIn(RunEvent.class, WithoutType.class)
          .build();

  private EvidenceJson() {}

  static String line(Object data) {
    return JSON.writeValueAsString(data);
  }

  /// What a runner said, by the event's type; empty of what the lab itself added.
  static Optional<RunEvent> said(String type, String data) {
    return switch (type) {
      case "serial" -> Optional.of(JSON.readValue(data, RunEvent.SerialOutput.class));
      case "checkpoint" -> Optional.of(JSON.readValue(data, RunEvent.CheckpointReached.class));
      case "fault" -> Optional.of(JSON.readValue(data, RunEvent.FaultSeen.class));
      default -> Optional.empty();
    };
  }

  static byte[] pack(Capture capture) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new FastGzip(packed)) {
      JSON.writeValue(gzip, capture);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory: cannot happen", e);
    }
    return packed.toByteArray();
  }

  static Capture unpack(byte[] packed) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return JSON.readValue(in, Capture.class);
    } catch (IOException e) {
      throw new UncheckedIOException("evidence: a stored capture is damaged", e);
    }
  }

  /// To a viewer the type is the event's name, not part of its data.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
  private interface WithoutType {}

  /// The frames inside are compressed already; what is left to gain is base64 and names.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
