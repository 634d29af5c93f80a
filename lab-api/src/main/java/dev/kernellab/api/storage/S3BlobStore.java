// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import dev.kernellab.api.settings.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Blobs as objects of a bucket, under the names they would have in a folder. The bucket is
/// believed nothing: what comes out of it is hashed before it is used.
final class S3BlobStore implements BlobStore, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofSeconds(25);
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int INSUFFICIENT_STORAGE = 507;
  private static final Set<String> FULL =
      Set.of("XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded");

  private final S3Client s3;
  private final String bucket;
  private final CacheFolder folder;
  private final Incoming incoming;
  private final BlobCache cache;

  /// @param atHand how much is kept in `folder`, in bytes
  S3BlobStore(S3Client s3, String bucket, CacheFolder folder, long atHand) throws IOException {
    this.s3 = s3;
    this.bucket = bucket;
    this.folder = folder;
    this.incoming = new Incoming(folder.empty("incoming"), false);
    this.cache = new BlobCache(folder.empty("files"), atHand);
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

  @Override
  public Path newTemporary() throws IOException {
    return incoming.newFile();
  }

  @Override
  public String store(Path temporary) throws IOException {
    String sha256 = ContentHash.of(temporary);
    try {
      putIfAbsent(sha256, temporary);
    } catch (SdkException e) {
      throw failed("write", sha256, e);
    }
    cache.put(sha256, temporary); // whoever submits wants it run
    cache.release(sha256);
    return sha256;
  }

  /// Two that store the same content at once store the same object: whoever is second has nothing
  /// to do.
  private void putIfAbsent(String sha256, Path file) {
    String key = ContentHash.key(sha256);
    String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    try {
      s3.putObject(
          put -> put.bucket(bucket).key(key).ifNoneMatch("*").checksumSHA256(checksum),
          RequestBody.fromFile(file));
    } catch (S3Exception e) {
      boolean isThere = e.statusCode() == PRECONDITION_FAILED;
      boolean isBeingStored = e.statusCode() == CONFLICT;
      if (isBeingStored) {
        s3.putObject(
            put -> put.bucket(bucket).key(key).checksumSHA256(checksum),
            RequestBody.fromFile(file));
      } else if (!isThere) {
        throw e;
      }
    }
  }

  @Override
  public Blob open(String sha256) throws IOException {
    String key = ContentHash.key(sha256);
    Optional<Path> atHand = cache.hold(sha256);
    if (atHand.isPresent() && isIntact(sha256, atHand.get())) {
      return new Blob(atHand.get(), () -> release(sha256));
    }
    if (atHand.isPresent()) {
      release(sha256); // and replaced
    }
    return new Blob(fetch(sha256, key), () -> release(sha256));
  }

  private static boolean isIntact(String sha256, Path file) {
    try {
      return ContentHash.of(file).equals(sha256);
    } catch (IOException gone) {
      return false;
    }
  }

  private Path fetch(String sha256, String key) throws IOException {
    Path file = incoming.newFile();
    try {
      Files.delete(file); // the SDK insists on making it
      s3.getObject(get -> get.bucket(bucket).key(key), ResponseTransformer.toFile(file));
      ContentHash.verify(sha256, file, "s3://" + bucket + "/" + key);
      return cache.put(sha256, file);
    } catch (NoSuchKeyException e) {
      var gone =
          new NoSuchFileException(
              "blob " + sha256, null, "not in bucket " + bucket + ". Restore it from a backup.");
      gone.initCause(e);
      throw gone;
    } catch (SdkException e) {
      throw failed("read", sha256, e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    s3.close();
    folder.close();
  }

  /// S3 itself is never full; stores that speak its language are, and each has a word for it: 507
  /// is RFC 4918's, MinIO's and others', the codes are MinIO's and Ceph's.
  private static boolean isFull(SdkException failure) {
    return failure instanceof S3Exception answer
        && (answer.statusCode() == INSUFFICIENT_STORAGE
            || FULL.contains(String.valueOf(answer.awsErrorDetails().errorCode())));
  }

  private void release(String sha256) {
    try {
      cache.release(sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private IOException failed(String what, String sha256, SdkException cause) {
    if (isFull(cause)) {
      return new StorageFullException(
          "blob %s: bucket %s is full, %s. Make room or raise its quota."
              .formatted(sha256, bucket, cause.getMessage()),
          cause);
    }
    return new IOException(
        "blob %s: cannot %s bucket %s, %s. Check LAB_S3_BUCKET, AWS_ENDPOINT_URL_S3, AWS_REGION and the keys."
            .formatted(sha256, what, bucket, cause.getMessage()),
        cause);
  }
}
