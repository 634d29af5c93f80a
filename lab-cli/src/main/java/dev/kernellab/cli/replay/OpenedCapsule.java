// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.replay;

import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.grading.author.AssignmentJson;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.capsule.Capsule;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.BoundedZip;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A capsule that has been read. Anybody may have made it: its size is bounded, only entries of
/// known names are looked at, and what it says of a run is checked like a runner's own words.
///
/// @param kernel the submitted file
/// @param image what was built of it, where the capsule has it
/// @param run as it was recorded
record OpenedCapsule(
    Capsule capsule,
    Assignment assignment,
    Verdict verdict,
    Path kernel,
    @Nullable Path image,
    LocalRun run) {
  /// A run's evidence is at most 256 MiB of memory, in base64.
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(512L << 20, 1L << 30, 1L << 30, 500, 16, 2, 64, 64);

  private static final Set<String> TEXTS =
      Set.of(Capsule.MANIFEST, Capsule.ASSIGNMENT, Capsule.VERDICT);
  private static final Set<String> FILES = Set.of(Capsule.KERNEL, Capsule.IMAGE, Capsule.EVIDENCE);
  private static final int LONGEST_TEXT = 8 << 20;

  /// @param folder takes its larger files
  static OpenedCapsule open(Path file, Path folder) throws IOException, CapsuleException {
    var texts = new HashMap<String, byte[]>();
    try {
      BoundedZip.read(file, LIMITS, (name, content) -> take(name, content, texts, folder));
      return of(texts, folder);
    } catch (SubmissionRejectedException e) {
      throw new CapsuleException(e.sentence());
    } catch (AssignmentException e) {
      throw new CapsuleException(Capsule.ASSIGNMENT + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new CapsuleException(String.valueOf(e.getMessage()));
    } catch (JacksonException | NullPointerException e) {
      throw new CapsuleException(Capsule.VERDICT + ": not a verdict");
    }
  }

  private static void take(String name, InputStream content, Map<String, byte[]> texts, Path folder)
      throws IOException {
    if (TEXTS.contains(name)) {
      texts.put(name, content.readNBytes(LONGEST_TEXT));
    } else if (FILES.contains(name)) {
      try {
        Files.copy(content, folder.resolve(name));
      } catch (java.nio.file.FileSystemException e) { // ours, not the archive's
        throw new UncheckedIOException(e);
      }
    }
  }

  private static OpenedCapsule of(Map<String, byte[]> texts, Path folder)
      throws IOException, CapsuleException {
    for (String name : TEXTS) {
      requireThere(texts.containsKey(name), name);
    }
    Path kernel = folder.resolve(Capsule.KERNEL);
    Path evidence = folder.resolve(Capsule.EVIDENCE);
    requireThere(Files.exists(kernel), Capsule.KERNEL);
    requireThere(Files.exists(evidence), Capsule.EVIDENCE);
    Capsule capsule = Capsule.read(text(texts, Capsule.MANIFEST));
    if (!capsule.outcome().kind().isGraded()) {
      throw new CapsuleException(Capsule.MANIFEST + ": of a run that was not graded");
    }
    return new OpenedCapsule(
        capsule,
        AssignmentJson.read(new String(text(texts, Capsule.ASSIGNMENT), StandardCharsets.UTF_8)),
        Objects.requireNonNull(
            JsonMapper.shared().readValue(text(texts, Capsule.VERDICT), Verdict.class)),
        kernel,
        Files.exists(folder.resolve(Capsule.IMAGE)) ? folder.resolve(Capsule.IMAGE) : null,
        new LocalRun(capsule.request(), capsule.outcome(), new EventFile(evidence)));
  }

  private static byte[] text(Map<String, byte[]> texts, String name) {
    return Objects.requireNonNull(texts.get(name));
  }

  private static void requireThere(boolean there, String name) throws CapsuleException {
    if (!there) {
      throw new CapsuleException("It has no " + name + ".");
    }
  }
}
