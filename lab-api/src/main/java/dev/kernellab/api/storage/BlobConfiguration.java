// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import dev.kernellab.api.settings.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// A folder, or a bucket where one is named: what several labs on one database need.
@Configuration(proxyBeanMethods = false)
class BlobConfiguration {
  @Bean
  BlobStore blobStore(LabHome home, S3Settings settings) throws IOException {
    if (settings.bucket().isEmpty()) {
      return new FolderBlobStore(home);
    }
    Path folder = home.folder("blob-cache/files");
    try (Stream<Path> leftovers = Files.list(folder)) {
      for (Path leftover : leftovers.toList()) {
        Files.deleteIfExists(leftover);
      }
    }
    return new S3BlobStore(
        S3BlobStore.client(settings),
        settings.bucket(),
        new Incoming(home.folder("blob-cache/incoming"), home.isShared()),
        new BlobCache(folder, settings.cache().toBytes()));
  }
}
