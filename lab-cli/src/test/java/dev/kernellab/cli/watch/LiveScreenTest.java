// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LiveScreenTest {
  private final StringWriter out = new StringWriter();
  private final LiveScreen screen = new LiveScreen(new PrintWriter(out), 1);

  /// 256 frames in 256 cells: one each.
  @Test
  void aFrameThatIsFreeIsBlankAndSnapshotsBuildOnEachOther() {
    String row = "█".repeat(64);
    String complete = snapshot(0, "\"changes\":[[0,64,true]]");
    assertThat(last("snapshot", complete))
        .contains("frames   " + " ".repeat(64) + "\r\n         " + row + "\r\n");

    String change = snapshot(1, "\"base\":0,\"changes\":[[0,32,false]]");
    assertThat(last("snapshot", change)).contains("frames   " + "█".repeat(32) + " ".repeat(32));

    String unknownBase = snapshot(9, "\"base\":7,\"changes\":[[0,1,true]]");
    assertThat(last("snapshot", unknownBase)).contains("frames   " + "█".repeat(32));
  }

  @Test
  void aCellThatIsFreeInPartIsNeitherBlankNorFull() {
    var map = new FrameMap(256);
    map.take(json(snapshot(0, "\"changes\":[[0,1,true],[8,7,true],[16,8,true]]")), 1, 32);
    assertThat(map.rows().getFirst()).startsWith("▓░ █");
  }

  @Test
  void eachPictureIsDrawnOverTheOneBefore() {
    assertThat(last("state", "{\"state\":\"BUILDING\"}")).doesNotContain("\u001B[1A");
    assertThat(last("build", "{\"text\":\"gcc one\\ngcc two\\n\"}"))
        .startsWith("\u001B[1A\r\u001B[J")
        .contains("▸ building\r\nbuild    gcc one\r\n         gcc two\r\n");
    assertThat(last("checkpoint", "{\"name\":\"idle\",\"instructions\":5712345}"))
        .startsWith("\u001B[3A")
        .contains("reached  idle after 5,712,345 instructions");
  }

  @Test
  void onlyTheEndOfTheConsoleIsShownAndItCommandsNothing() {
    String text = "one\\n".repeat(5000) + "\\u001B[2Jlast\\n";
    assertThat(last("serial", "{\"text\":\"" + text + "\"}"))
        .contains("·[2Jlast")
        .doesNotContain("\u001B[2J")
        .satisfies(it -> assertThat(it.lines().count()).isEqualTo(8));
  }

  private String last(String name, String data) {
    out.getBuffer().setLength(0);
    screen.show(name, json(data));
    return out.toString();
  }

  private static String snapshot(int n, String changes) {
    return "{\"n\":%d,\"allocator\":{\"ready\":true,\"free\":3,%s}}".formatted(n, changes);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
