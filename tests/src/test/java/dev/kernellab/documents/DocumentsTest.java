// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A map of a country that is no longer there is worse than none: what the documents name exists.
class DocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)(?:\\.[A-Z]\\w*)?`");
  private static final Pattern FILE = Pattern.compile("`([a-z][\\w-]*/[\\w./-]*)`");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");
  private static final Set<String> NOT_CLASSES = Set.of("Makefile");

  @TestFactory
  Stream<DynamicTest> everyClassNamedExists() {
    Set<String> classes =
        files("java")
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(document).toString(),
                    () -> {
                      List<String> named = found(CLASS, document);
                      named.removeAll(NOT_CLASSES);
                      assertThat(classes).containsAll(named);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyFileNamedExists() {
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(document).toString(),
                    () ->
                        assertThat(found(FILE, document))
                            .filteredOn(
                                name ->
                                    !name.startsWith("build/") && !name.startsWith("application/"))
                            .allSatisfy(name -> assertThat(ROOT.resolve(name)).exists())));
  }

  @TestFactory
  Stream<DynamicTest> everyLinkLeadsSomewhere() {
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(document).toString(),
                    () ->
                        assertThat(found(LINK, document))
                            .allSatisfy(
                                link -> assertThat(document.resolveSibling(link)).exists())));
  }

  /// The pages that speak of the whole; a module's own README is its own business.
  private static Stream<Path> documents() {
    return Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md").map(ROOT::resolve);
  }

  private static Stream<Path> files(String extension) {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(file -> file.toString().endsWith("." + extension)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(Pattern pattern, Path document) throws IOException {
    return pattern
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toList());
  }
}
