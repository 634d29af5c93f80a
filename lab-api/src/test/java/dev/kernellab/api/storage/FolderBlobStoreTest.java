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
import org.springframework.core.env.StandardEnvironment;

class FolderBlobStoreTest implements BlobStoreContract {
  @TempDir private Path folder;
  private LabHome home;
  private FolderBlobStore blobs;

  @BeforeEach
  void open() throws IOException {
    home = new LabHome(settings(folder), new StandardEnvironment());
    blobs = new FolderBlobStore(home);
  }

  @AfterEach
  void close() throws IOException {
    home.release();
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public BlobStore reopened() throws IOException {
    close();
    open();
    return blobs;
  }

  @Override
  public void damage(String sha256) throws IOException {
    Files.writeString(folder.resolve("blobs").resolve(ContentHash.key(sha256)), "abd");
  }

  @Test
  void keepsTheSameContentOnce() throws IOException {
    blobs.store(temporary("abc"));
    blobs.store(temporary("abc"));
    try (Stream<Path> files = Files.list(folder.resolve("blobs/ba"))) {
      assertThat(files).containsExactly(folder.resolve("blobs/ba/" + SHA256_OF_ABC));
    }
  }

  @Test
  void forgetsAtTheNextStartWhatNeverBecameASubmission() throws IOException {
    Path leftover = temporary("half an upl");
    reopened();
    assertThat(leftover).doesNotExist();
  }

  @Test
  void aSecondLabMustNotUseTheSameFolder() {
    assertThatThrownBy(() -> new LabHome(settings(folder), new StandardEnvironment()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another lab uses " + folder);
  }

  private static LabSettings settings(Path home) {
    var source = new MapConfigurationPropertySource();
    source.put("lab.home", home.toString());
    return new Binder(source).bind("lab", LabSettings.class).get();
  }
}
