// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.gradebook;

import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.grading.similarity.Source;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// The C files of what was handed in, and of what was handed out.
@Component
class SubmittedSources {
  /// Of one submission; what is more is not compared.
  private static final int MOST_BYTES = 2 << 20;

  private final BlobStore blobs;
  private final Path assignments;

  SubmittedSources(BlobStore blobs, LabSettings settings) {
    this.blobs = blobs;
    this.assignments = settings.assignments();
  }

  /// Without files when it is no archive of sources.
  Source read(String label, String sha256) {
    var files = new ArrayList<Source.File>();
    try (BlobStore.Blob blob = blobs.open(sha256)) {
      SourceArchive.open(blob.path(), ArchiveLimits.DEFAULT)
          .files(SubmittedSources::isC, MOST_BYTES)
          .forEach((path, bytes) -> files.add(file(path, bytes)));
    } catch (SubmissionRejectedException e) {
      return new Source(label, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Source(label, files);
  }

  /// What the assignment's folder has in `starter`.
  Source starter(String slug) {
    Path folder = assignments.resolve(slug).resolve("starter");
    if (!Files.isDirectory(folder)) {
      return new Source("starter", List.of());
    }
    var files = new ArrayList<Source.File>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(it -> isC(it.toString())).sorted().toList()) {
        files.add(file(folder.relativize(path).toString(), Files.readAllBytes(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Source("starter", files);
  }

  /// One character a byte: names and comments do not count, so their encoding need not be known.
  private static Source.File file(String path, byte[] bytes) {
    return new Source.File(path, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static boolean isC(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".c") || name.endsWith(".h");
  }
}
