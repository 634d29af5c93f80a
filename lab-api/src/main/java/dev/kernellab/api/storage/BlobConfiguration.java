// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import dev.kernellab.api.settings.S3Settings;
import java.io.IOException;
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
    return new S3BlobStore(
        S3BlobStore.client(settings),
        settings.bucket(),
        CacheFolder.takeIn(home.folder("blob-cache")),
        settings.cache().toBytes());
  }
}
