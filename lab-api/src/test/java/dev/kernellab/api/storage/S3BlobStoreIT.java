// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.api.lab.S3Server;
import dev.kernellab.api.settings.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

@Timeout(60)
class S3BlobStoreIT implements BlobStoreContract {
  private static final String BUCKET = S3Server.BUCKET;

  @TempDir private static Path scratch;
  private static S3Server server;
  private static S3Client s3;

  @TempDir private Path folder;
  private S3BlobStore blobs;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Server.start(scratch);
    s3 = S3BlobStore.client(settings(server.endpoint()));
  }

  @AfterAll
  static void stopServer() {
    s3.close();
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    blobs = store(s3, "lab", 1 << 20);
  }

  @AfterEach
  void emptyBucket() {
    s3.listObjectsV2(list -> list.bucket(BUCKET))
        .contents()
        .forEach(object -> s3.deleteObject(it -> it.bucket(BUCKET).key(object.key())));
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public BlobStore reopened() throws IOException {
    return store(s3, Files.createTempDirectory(folder, "other").toString(), 1 << 20);
  }

  @Override
  public void damage(String sha256) {
    s3.putObject(
        put -> put.bucket(BUCKET).key(ContentHash.key(sha256)), RequestBody.fromString("abd"));
  }

  @Test
  void theBucketLooksLikeTheFolder() throws IOException {
    blobs.store(temporary("abc"));
    blobs.store(temporary("abc"));
    assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET)).contents())
        .extracting(S3Object::key)
        .containsExactly("ba/" + SHA256_OF_ABC);
  }

  @Test
  void whatIsThereIsNotWrittenAgain() throws IOException {
    blobs.store(temporary("abc"));
    damage(SHA256_OF_ABC);
    reopened().store(temporary("abc"));
    assertThat(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("ba/" + SHA256_OF_ABC)))
        .returns("abd", it -> it.asUtf8String());
  }

  @Test
  void whatWasReadOnceIsAtHand() throws IOException {
    blobs.store(temporary("abc"));
    S3BlobStore other = store(s3, "other", 1 << 20);
    BlobStoreContract.read(other, SHA256_OF_ABC);
    emptyBucket();
    assertThat(BlobStoreContract.read(other, SHA256_OF_ABC)).isEqualTo("abc");
  }

  @Test
  void aDamagedCopyIsFetchedAgain() throws IOException {
    blobs.store(temporary("abc"));
    Files.writeString(folder.resolve("lab/files").resolve(SHA256_OF_ABC), "abd");
    assertThat(BlobStoreContract.read(blobs, SHA256_OF_ABC)).isEqualTo("abc");
    Files.delete(folder.resolve("lab/files").resolve(SHA256_OF_ABC));
    assertThat(BlobStoreContract.read(blobs, SHA256_OF_ABC)).isEqualTo("abc");
  }

  @Test
  void keepsNoMoreAtHandThanItMayExceptWhatIsBeingRead() throws IOException {
    S3BlobStore small = store(s3, "small", 100);
    String first = small.store(Files.writeString(small.newTemporary(), "a".repeat(60)));
    try (BlobStore.Blob held = small.open(first)) {
      String second = small.store(Files.writeString(small.newTemporary(), "b".repeat(60)));
      assertThat(held.path()).hasContent("a".repeat(60));
      assertThat(BlobStoreContract.read(small, second)).isEqualTo("b".repeat(60));
      assertThat(held.path()).exists();
    }
    small.store(Files.writeString(small.newTemporary(), "c".repeat(60)));
    assertThat(sizes(folder.resolve("small"))).isLessThanOrEqualTo(100);
    assertThat(BlobStoreContract.read(small, first)).isEqualTo("a".repeat(60));
  }

  @Test
  void aStoreOutOfReachIsSaidToBeSoAndLeavesNothing() throws IOException {
    try (S3Client nobody = S3BlobStore.client(settings(URI.create("http://localhost:1")))) {
      S3BlobStore cutOff = store(nobody, "cut-off", 1 << 20);
      Path file = Files.writeString(cutOff.newTemporary(), "abc");
      assertThatThrownBy(() -> cutOff.store(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write bucket " + BUCKET);
      Files.delete(file);
      assertThatThrownBy(() -> cutOff.open(SHA256_OF_ABC).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot read bucket " + BUCKET);
      assertThat(sizes(folder.resolve("cut-off"))).isZero();
    }
  }

  @Test
  void aBucketThatDoesNotExistIsNotTakenForAnEmptyOne() throws IOException {
    S3BlobStore mistaken = store(s3, "no-such-bucket", "mistaken", 1 << 20);
    assertThatThrownBy(() -> mistaken.open(SHA256_OF_ABC).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read bucket no-such-bucket");
  }

  private S3BlobStore store(S3Client client, String name, long limit) throws IOException {
    return store(client, BUCKET, name, limit);
  }

  private S3BlobStore store(S3Client client, String bucket, String name, long limit)
      throws IOException {
    Path files = Files.createDirectories(folder.resolve(name).resolve("files"));
    Path incoming = Files.createDirectories(folder.resolve(name).resolve("incoming"));
    return new S3BlobStore(
        client, bucket, new Incoming(incoming, false), new BlobCache(files, limit));
  }

  private static S3Settings settings(URI endpoint) {
    return new S3Settings(BUCKET, endpoint, DataSize.ofMegabytes(1));
  }

  private static long sizes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(it -> it.toFile().length()).sum();
    }
  }
}
