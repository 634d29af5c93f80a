// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FindingKindsTest {
  @Test
  void theyAreThoseOfTheReferencePage() throws IOException {
    String page = Files.readString(Path.of("../docs/reference/findings.md"));
    assertThat(
            Pattern.compile("(?m)^\\| `([a-z-]+)`")
                .matcher(page)
                .results()
                .map((MatchResult it) -> it.group(1)))
        .containsExactlyInAnyOrderElementsOf(FindingKinds.ALL);
  }
}
