// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentJson;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.capsule.Capsule;
import dev.kernellab.protocol.capsule.CapsuleWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes a capsule of what was run here.
public final class LocalCapsule {
  private LocalCapsule() {}

  public static void write(LocalRun run, LocalLab.Task task, Path kernel, Path into)
      throws IOException {
    Assignment assignment = task.assignment();
    var capsule =
        new Capsule(
            Capsule.FORMAT,
            task.name(),
            run.request(),
            assignment.operations() == null ? null : task.seed(),
            run.outcome(),
            run.hash().orElse(null),
            sha256(kernel),
            run.started().map(RunEvent.MachineStarted::booted).orElse(null),
            null);
    Path image = image(run.started().map(RunEvent.MachineStarted::built).orElse(null));
    try (OutputStream out = Files.newOutputStream(into)) {
      CapsuleWriter.write(
          new CapsuleWriter.Content(
              capsule,
              AssignmentJson.write(assignment),
              JsonMapper.shared().writeValueAsString(Grader.grade(assignment, run.evidence())),
              kernel,
              image,
              () ->
                  StreamSupport.stream(run.events().spliterator(), false)
                      .filter(LocalCapsule::isEvidence)
                      .iterator()),
          out);
    } finally {
      if (image != null) {
        Files.delete(image);
      }
    }
  }

  /// @param built as an event tells it
  private static @Nullable Path image(@Nullable String built) throws IOException {
    if (built == null) {
      return null;
    }
    Path file = Files.createTempFile("lab-image-", ".bin");
    var packed = new ByteArrayInputStream(Base64.getDecoder().decode(built));
    try (InputStream in = new InflaterInputStream(packed)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /// What was built, and how far the run had come when, is not the machine's doing.
  private static boolean isEvidence(RunEvent event) {
    return switch (event) {
      case RunEvent.SerialOutput it -> true;
      case RunEvent.CheckpointReached it -> true;
      case RunEvent.SnapshotTaken it -> true;
      case RunEvent.FaultSeen it -> true;
      case RunEvent.Ended it -> true;
      case RunEvent.StateChanged it -> false;
      case RunEvent.BuildOutput it -> false;
      case RunEvent.MachineStarted it -> false;
      case RunEvent.ExecutionChanged it -> false;
      case RunEvent.CodeNamed it -> false;
    };
  }

  /// In hexadecimal.
  public static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: every Java has it", e);
    }
  }
}
