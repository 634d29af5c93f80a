// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.capsule;

import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.wire.WireJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes a capsule from front to back; what it is made of need never be in memory together. The
/// same run makes the same bytes.
public final class CapsuleWriter {
  private static final String README =
      """
      A run of Kernel Lab, to be looked at without the lab that ran it.

        ./lab replay FILE          gives the verdict again from the recorded evidence
        ./lab replay FILE --boot   boots the kernel again, too, and says where it differs

      capsule.json says on what machine it ran and how it ended, assignment.json what was asked,
      verdict.json what it earned, evidence.ndjson what the machine showed; kernel is the submitted file, and
      image, where it is there, what was built of it.
      """;

  private CapsuleWriter() {}

  /// @param assignment in JSON
  /// @param verdict in JSON
  /// @param kernel the submitted file
  /// @param image what was built of it, where that is to be given away
  /// @param evidence in order; the last one is the run's end
  public record Content(
      Capsule capsule,
      String assignment,
      String verdict,
      Path kernel,
      @Nullable Path image,
      Iterable<RunEvent> evidence) {}

  public static void write(Content content, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    text(zip, "README.txt", README);
    text(zip, Capsule.MANIFEST, content.capsule.json());
    text(zip, Capsule.ASSIGNMENT, content.assignment);
    text(zip, Capsule.VERDICT, content.verdict);
    begin(zip, Capsule.KERNEL);
    Files.copy(content.kernel, zip);
    if (content.image != null) {
      begin(zip, Capsule.IMAGE);
      Files.copy(content.image, zip);
    }
    begin(zip, Capsule.EVIDENCE);
    for (RunEvent event : content.evidence) {
      zip.write(WireJson.line(event));
    }
    zip.finish();
    zip.flush();
  }

  private static void text(ZipOutputStream zip, String name, String text) throws IOException {
    begin(zip, name);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0)); // the first that a zip file knows
    zip.putNextEntry(entry);
  }
}
