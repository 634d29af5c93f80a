// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.protocol.capsule.CapsuleWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/// Runs to take away: `docs/reference/capsule.md`.
@RestController
class CapsuleController {
  private final Capsules capsules;
  private final BlobStore blobs;

  CapsuleController(Capsules capsules, BlobStore blobs) {
    this.capsules = capsules;
    this.blobs = blobs;
  }

  /// Written as fast as it is read, so that however large it is it is never in memory.
  @GetMapping(path = "/api/v1/runs/{id}/capsule", produces = "application/zip")
  ResponseEntity<Flux<DataBuffer>> capsule(@PathVariable String id) {
    Capsules.Prepared prepared = capsules.prepare(id);
    Flux<DataBuffer> zip =
        Flux.using(
            () -> blobs.open(prepared.sha256()),
            kernel ->
                DataBufferUtils.outputStreamPublisher(
                    out -> write(prepared, kernel.path(), out),
                    DefaultDataBufferFactory.sharedInstance,
                    Thread::startVirtualThread),
            BlobStore.Blob::close);
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"capsule-" + prepared.id() + ".zip\"")
        .body(zip);
  }

  private void write(Capsules.Prepared prepared, Path kernel, OutputStream out) {
    Optional<BlobStore.Blob> image = prepared.image().flatMap(this::kept);
    try {
      CapsuleWriter.write(
          prepared.content(kernel, image.map(BlobStore.Blob::path).orElse(null)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // whoever was reading has left
    } finally {
      image.ifPresent(BlobStore.Blob::close);
    }
  }

  /// A very large one is not.
  private Optional<BlobStore.Blob> kept(String image) {
    try {
      return Optional.of(blobs.open(image));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
