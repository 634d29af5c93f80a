// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kernellab.api.lab.S3Server;
import dev.kernellab.api.settings.S3Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    Files.writeString(folder.resolve("lab/0/files").resolve(SHA256_OF_ABC), "abd");
    assertThat(BlobStoreContract.read(blobs, SHA256_OF_ABC)).isEqualTo("abc");
    Files.delete(folder.resolve("lab/0/files").resolve(SHA256_OF_ABC));
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
          .isNotInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("cannot read bucket " + BUCKET);
      assertThat(sizes(folder.resolve("cut-off"))).isZero();
    }
  }

  @Test
  void aBucketThatDoesNotExistIsNotTakenForAnEmptyOne() throws IOException {
    S3BlobStore mistaken = store(s3, "no-such-bucket", "mistaken", 1 << 20);
    assertThatThrownBy(() -> mistaken.open(SHA256_OF_ABC).close())
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("cannot read bucket no-such-bucket");
  }

  @Test
  void whoSharesAFolderHasItsOwnPartAndLeavesNothingForGood() throws IOException {
    blobs.store(temporary("abc"));
    try (S3BlobStore second =
        store(S3BlobStore.client(settings(server.endpoint())), "lab", 1 << 20)) {
      BlobStoreContract.read(second, SHA256_OF_ABC);
      emptyBucket();
      assertThat(BlobStoreContract.read(blobs, SHA256_OF_ABC)).isEqualTo("abc");
      assertThat(BlobStoreContract.read(second, SHA256_OF_ABC)).isEqualTo("abc");
    }
    assertThat(folder.resolve("lab/1/files").resolve(SHA256_OF_ABC)).exists();
    CacheFolder next = CacheFolder.takeIn(folder.resolve("lab"));
    assertThat(next.empty("files")).isEqualTo(folder.resolve("lab/1/files")).isEmptyDirectory();
    next.close();
  }

  @ParameterizedTest
  @CsvSource({"507, InsufficientStorage", "403, QuotaExceeded", "500, XMinioStorageFull"})
  void aBucketThatIsFullIsSaidToBeFull(int status, String code) throws IOException {
    HttpServer full = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    full.createContext("/", exchange -> refuse(exchange, status, code));
    full.start();
    URI endpoint = URI.create("http://localhost:" + full.getAddress().getPort());
    try (S3Client client = S3BlobStore.client(settings(endpoint));
        S3BlobStore store = store(client, "full", 1 << 20)) {
      Path file = Files.writeString(store.newTemporary(), "abc");
      assertThatThrownBy(() -> store.store(file))
          .isInstanceOf(StorageFullException.class)
          .hasMessageContaining("bucket " + BUCKET + " is full");
    } finally {
      full.stop(0);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    try (exchange) {
      byte[] error =
          "<Error><Code>%s</Code><Message>No room.</Message></Error>"
              .formatted(code)
              .getBytes(StandardCharsets.US_ASCII);
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status, error.length);
      exchange.getResponseBody().write(error);
    }
  }

  private S3BlobStore store(S3Client client, String name, long limit) throws IOException {
    return store(client, BUCKET, name, limit);
  }

  private S3BlobStore store(S3Client client, String bucket, String name, long limit)
      throws IOException {
    return new S3BlobStore(client, bucket, CacheFolder.takeIn(folder.resolve(name)), limit);
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
