// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import dev.kernellab.api.settings.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// A folder, or a bucket where one is named: what several labs on one database need.
@Configuration(proxyBeanMethods = false)
class BlobConfiguration {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofSeconds(25);

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
        client(settings),
        settings.bucket(),
        new Incoming(home.folder("blob-cache/incoming")),
        new BlobCache(folder, settings.cache().toBytes()));
  }

  static S3Client client(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ATTEMPT))
            .overrideConfiguration(it -> it.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL))
            // Other stores know no other checksums than the one we send.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint()).forcePathStyle(true);
    }
    return builder.build();
  }
}
