// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds wherever the blobs are.
interface BlobStoreContract {
  /// From `printf abc | sha256sum`.
  String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /// From `sha256sum < /dev/null`.
  String SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  BlobStore blobs();

  /// Another lab's view of the same blobs, or the same lab's after a restart.
  BlobStore reopened() throws IOException;

  /// Puts other content in the place of what was stored.
  void damage(String sha256) throws IOException;

  @Test
  default void keepsContentUnderItsHash() throws Exception {
    assertThat(blobs().store(temporary("abc"))).isEqualTo(SHA256_OF_ABC);
    assertThat(read(blobs(), SHA256_OF_ABC)).isEqualTo("abc");
  }

  @Test
  default void keepsNothingAtAllToo() throws Exception {
    assertThat(blobs().store(temporary(""))).isEqualTo(SHA256_OF_NOTHING);
    assertThat(read(reopened(), SHA256_OF_NOTHING)).isEmpty();
  }

  @Test
  default void keepsItForWhoeverComesLater() throws Exception {
    blobs().store(temporary("abc"));
    assertThat(read(reopened(), SHA256_OF_ABC)).isEqualTo("abc");
  }

  @Test
  default void storingTheSameAgainChangesNothing() throws Exception {
    blobs().store(temporary("abc"));
    assertThat(blobs().store(temporary("abc"))).isEqualTo(SHA256_OF_ABC);
    assertThat(reopened().store(temporary("abc"))).isEqualTo(SHA256_OF_ABC);
    assertThat(read(reopened(), SHA256_OF_ABC)).isEqualTo("abc");
  }

  @Test
  default void manyMayStoreTheSameAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> stored = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        stored.add(threads.submit(() -> blobs().store(temporary("abc"))));
      }
      for (Future<String> each : stored) {
        assertThat(each.get()).isEqualTo(SHA256_OF_ABC);
      }
    }
    assertThat(read(reopened(), SHA256_OF_ABC)).isEqualTo("abc");
  }

  @Test
  default void whatWasNeverStoredIsNotThere() {
    assertThatThrownBy(() -> blobs().open(SHA256_OF_ABC).close())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(SHA256_OF_ABC);
  }

  @Test
  default void whatWasChangedBehindItsBackIsNotHandedOut() throws Exception {
    blobs().store(temporary("abc"));
    damage(SHA256_OF_ABC);
    assertThatThrownBy(() -> reopened().open(SHA256_OF_ABC).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(SHA256_OF_ABC)
        .hasMessageContaining("Restore it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../etc/passwd", "", "ab", "BA7816BF"})
  default void isNotToBeTalkedIntoOtherFiles(String name) {
    assertThatThrownBy(() -> blobs().open(name).close())
        .isInstanceOf(IllegalArgumentException.class);
  }

  default Path temporary(String content) throws IOException {
    return Files.writeString(blobs().newTemporary(), content);
  }

  static String read(BlobStore blobs, String sha256) throws IOException {
    try (BlobStore.Blob blob = blobs.open(sha256)) {
      return Files.readString(blob.path());
    }
  }
}
