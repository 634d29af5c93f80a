// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.cli.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandedInTest {
  @TempDir private Path folder;

  @Test
  void aFolderWithoutMakefileIsAClassAndOneWithIsAKernel() throws IOException {
    kernel("class/ada");
    file("class/bob.tar.gz");
    file("class/.DS_Store");
    file("class/Thumbs.db");
    file("class/__MACOSX/bob.tar.gz");
    file("class/nonsense.txt");
    kernel("alone");

    assertThat(labels(folder.resolve("class"), folder.resolve("alone")))
        .containsExactly("ada", "bob", "nonsense.txt", "alone");
  }

  @Test
  void namesThatWouldBeTheSameKeepWhatTellsThemApart() throws IOException {
    file("one/ada.elf");
    file("one/ada.zip");
    file("one/bob.zip");
    file("two/bob.zip");

    assertThat(labels(folder.resolve("one"), folder.resolve("two")))
        .containsExactly(
            "ada.elf",
            "ada.zip",
            folder.resolve("one/bob.zip").toString(),
            folder.resolve("two/bob.zip").toString());
  }

  @Test
  void whatIsNotThereIsAMistakeOfTheCaller() throws IOException {
    Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> labels(folder.resolve("gone")))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("gone: there is no such file");
    assertThatThrownBy(() -> labels(folder.resolve("empty")))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("Nothing to grade");
  }

  private static List<String> labels(Path... paths) {
    return HandedIn.in(List.of(paths)).stream().map(HandedIn::label).toList();
  }

  private void kernel(String name) throws IOException {
    file(name + "/Makefile");
  }

  private void file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }
}
