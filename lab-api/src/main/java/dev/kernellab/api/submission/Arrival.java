// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.api.web.Problem;
import dev.kernellab.runner.archive.SubmittedFiles;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FilePart;

/// What was sent, in temporary files that are gone when closed.
final class Arrival implements AutoCloseable {
  private final BlobStore blobs;
  private final Map<String, Path> files = new LinkedHashMap<>();

  private Arrival(BlobStore blobs) {
    this.blobs = blobs;
  }

  static Arrival of(SubmissionForm form, BlobStore blobs) throws IOException {
    var arrival = new Arrival(blobs);
    try {
      arrival.take(SubmittedFiles.KERNEL, form.kernel());
      for (Map.Entry<String, FilePart> file : form.boot().files().entrySet()) {
        arrival.take(file.getKey(), file.getValue());
      }
      return arrival;
    } catch (IOException | RuntimeException e) {
      arrival.close();
      throw e;
    }
  }

  Path kernel() {
    return Objects.requireNonNull(files.get(SubmittedFiles.KERNEL));
  }

  /// Keeps the kernel, or what came with it and the kernel as one file.
  ///
  /// @return its SHA-256
  String store() throws IOException {
    if (files.size() == 1) {
      return blobs.store(kernel());
    }
    Path packed = blobs.newTemporary();
    var content = new LinkedHashMap<>(files);
    files.put("packed", packed);
    try {
      SubmittedFiles.pack(content, packed);
    } catch (SubmissionRejectedException e) {
      throw new Problem(HttpStatus.CONTENT_TOO_LARGE, e.code(), e.sentence());
    }
    return blobs.store(packed);
  }

  private void take(String name, FilePart part) throws IOException {
    Path file = blobs.newTemporary();
    files.put(name, file);
    part.transferTo(file).block();
  }

  @Override
  public void close() throws IOException {
    for (Path file : files.values()) {
      Files.deleteIfExists(file);
    }
  }
}
