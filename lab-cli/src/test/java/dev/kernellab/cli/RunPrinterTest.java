// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RunPrinterTest {
  /// What is not free and not in use yet is told from what never will be.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'kind':'bitmap','ready':true,'free':31710} |                        | 31,710 frames free",
        "{'kind':'bitmap','ready':false}             |                        | allocator not ready yet",
        "{'kind':'none','ready':false}               |                        | no allocator described",
        "{'kind':'bitmap','ready':false} | {'id':'allocator-unreadable'} | allocator not readable",
      })
  void aSnapshotSaysWhatIsKnownOfFrames(String allocator, @Nullable String finding, String words) {
    var out = new StringWriter();
    String json =
        "{'n':3,'allocator':%s,'paging':{'enabled':false},'findings':[%s]}"
            .formatted(allocator, finding == null ? "" : finding)
            .replace('\'', '"');

    new RunPrinter(new PrintWriter(out)).print("snapshot", JsonMapper.shared().readTree(json));

    assertThat(out.toString()).contains("snapshot 3: " + words + ", paging off");
  }
}
