// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.protocol.capsule.CapsuleWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
            () -> open(prepared),
            files ->
                DataBufferUtils.outputStreamPublisher(
                    out -> write(prepared.content(files.kernel.path(), files.imagePath()), out),
                    DefaultDataBufferFactory.sharedInstance,
                    Thread::startVirtualThread),
            Files::close);
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"capsule-" + prepared.id() + ".zip\"")
        .body(zip);
  }

  /// Before the first byte is sent: then it can still be said that they are out of reach.
  private Files open(Capsules.Prepared prepared) throws IOException {
    BlobStore.Blob kernel = blobs.open(prepared.sha256());
    try {
      String image = prepared.image().orElse(null);
      return new Files(kernel, image == null ? null : kept(image));
    } catch (IOException | RuntimeException e) {
      kernel.close();
      throw e;
    }
  }

  /// A very large one never was.
  private BlobStore.@Nullable Blob kept(String image) throws IOException {
    try {
      return blobs.open(image);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private record Files(BlobStore.Blob kernel, BlobStore.@Nullable Blob image) {
    @Nullable Path imagePath() {
      return image == null ? null : image.path();
    }

    void close() {
      kernel.close();
      if (image != null) {
        image.close();
      }
    }
  }

  private static void write(CapsuleWriter.Content content, OutputStream out) {
    try {
      CapsuleWriter.write(content, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // whoever was reading has left
    }
  }
}
