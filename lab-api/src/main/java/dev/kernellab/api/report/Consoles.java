// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.run.Run;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What kernels printed, byte for byte.
@Component
class Consoles {
  private final EvidenceLog evidence;
  private final JsonMapper json;

  Consoles(EvidenceLog evidence, JsonMapper json) {
    this.evidence = evidence;
    this.json = json;
  }

  byte[] read(Run run) {
    var bytes = new ByteArrayOutputStream();
    for (EvidenceEvent event : evidence.ofType(run.id(), run.attempt(), "serial")) {
      String text = json.readTree(event.data()).path("text").asString();
      bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }
}
