// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.protocol.RunOutcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the lab says to whoever operates it.
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class LogIT {
  private static final String WARNING = "attempt 1 failed by the lab's fault";

  @TempDir private Path home;

  /// The first lab of a process decides; this process sees many.
  @BeforeEach
  @AfterEach
  void forgetTheForm() {
    System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
  }

  @Test
  void asJsonEachLineIsAnObjectThatNamesTheRun(CapturedOutput output) {
    String run =
        runThatTheLabFails(
            "LAB_LOG=json",
            "logging.config=classpath:structured-log.xml",
            "lab.traces.endpoint=http://localhost:1");
    JsonNode warning = JsonMapper.shared().readTree(lineWith(WARNING, output));
    assertThat(warning.path("run").asString()).isEqualTo(run);
    assertThat(warning.path("trace").path("id").asString()).matches("[0-9a-f]{32}");
    assertThat(warning.path("log").path("level").asString()).isEqualTo("WARN");
  }

  @Test
  void asTextUnlessAskedOtherwise(CapturedOutput output) {
    String run = runThatTheLabFails();
    assertThat(lineWith(WARNING, output)).doesNotStartWith("{").contains("WARN", run);
  }

  private String runThatTheLabFails(String... settings) {
    var runner = new ScriptedRunner();
    runner.script(
        "fails", stage -> new RunOutcome(RunOutcome.Kind.LAB_FAULT, "MONITOR", "Out of order."));
    try (Lab lab = Lab.start(home, runner, settings)) {
      String run = lab.submit("fails");
      lab.eventsAfter(run, 0);
      return run;
    }
  }

  private static String lineWith(String text, CapturedOutput output) {
    return output.getOut().lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
  }
}
