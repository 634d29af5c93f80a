// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Handout;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.springframework.stereotype.Component;

/// Puts the instructor's files over a student's before they are built. What was handed in stays as
/// it is stored.
@Component
class GivenFiles {
  private final Assignments assignments;
  private final BlobStore blobs;
  private final Path folder;

  GivenFiles(Assignments assignments, BlobStore blobs, LabSettings settings) {
    this.assignments = assignments;
    this.blobs = blobs;
    this.folder = settings.assignments();
  }

  /// @return a file to be deleted after use; empty when what was handed in is built as it is
  Optional<Path> over(Run run, Path kernel) throws IOException {
    String overwrite = overwrite(run).orElse(null);
    if (overwrite == null || run.plan().kernel() != KernelKind.SOURCES) {
      return Optional.empty();
    }
    Map<String, byte[]> given = read(folder.resolve(run.assignment()).resolve(overwrite));
    Path file = blobs.newTemporary();
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      SourceArchive.open(kernel, ArchiveLimits.DEFAULT).writeTo(out, given);
      return Optional.of(file);
    } catch (SubmissionRejectedException e) {
      Files.delete(file);
      return Optional.empty(); // the runner says what is wrong with it
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
  }

  private Optional<String> overwrite(Run run) {
    return Optional.ofNullable(run.plan().version())
        .flatMap(version -> assignments.find(run.assignment(), version))
        .map(Assignment::handout)
        .map(Handout::overwrite);
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
