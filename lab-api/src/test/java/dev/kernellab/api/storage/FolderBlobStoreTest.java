// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.api.settings.LabSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FolderBlobStoreTest {
  /// From `printf abc | sha256sum`.
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;
  private LabHome home;
  private FolderBlobStore blobs;

  @BeforeEach
  void open() throws IOException {
    home = new LabHome(settings(folder));
    blobs = new FolderBlobStore(home);
  }

  @AfterEach
  void close() throws IOException {
    home.release();
  }

  @Test
  void keepsContentUnderItsHash() throws IOException {
    assertThat(blobs.store(temporary("abc"))).isEqualTo(SHA256_OF_ABC);
    assertThat(blobs.path(SHA256_OF_ABC)).hasContent("abc");
    assertThat(blobs.path(SHA256_OF_ABC)).isEqualTo(folder.resolve("blobs/ba/" + SHA256_OF_ABC));
  }

  @Test
  void keepsTheSameContentOnce() throws IOException {
    blobs.store(temporary("abc"));
    assertThat(blobs.store(temporary("abc"))).isEqualTo(SHA256_OF_ABC);
    try (Stream<Path> files = Files.list(folder.resolve("blobs/ba"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void forgetsAtTheNextStartWhatNeverBecameASubmission() throws IOException {
    Path leftover = temporary("half an upl");
    home.release();
    home = new LabHome(settings(folder));
    blobs = new FolderBlobStore(home);
    assertThat(leftover).doesNotExist();
  }

  @Test
  void isNotToBeTalkedIntoOtherFiles() {
    assertThatThrownBy(() -> blobs.path("../../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSecondLabMustNotUseTheSameFolder() {
    assertThatThrownBy(() -> new LabHome(settings(folder)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another lab uses " + folder);
  }

  private Path temporary(String content) throws IOException {
    return Files.writeString(blobs.newTemporary(), content);
  }

  private static LabSettings settings(Path home) {
    var source = new MapConfigurationPropertySource();
    source.put("lab.home", home.toString());
    return new Binder(source).bind("lab", LabSettings.class).get();
  }
}
