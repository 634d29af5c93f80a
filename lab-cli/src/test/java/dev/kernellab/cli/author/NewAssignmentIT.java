// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.cli.suite.AssignmentCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What is written for a new assignment can be tried as it is.
@Timeout(120)
class NewAssignmentIT {
  @Test
  void whatIsNewPassesItsOwnSuite(@TempDir Path scratch) {
    String folder = scratch.resolve("first-frames").toString();
    var out = new StringWriter();
    CommandLine assignment =
        new CommandLine(new AssignmentCommand()).setOut(new PrintWriter(out, true));

    assertThat(assignment.execute("new", folder)).isZero();
    assertThat(out.toString()).contains("./lab assignment test " + folder);
    int code = assignment.execute("test", folder);

    assertThat(code).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("solution 100 +ok")
        .containsPattern("starter +0 +ok")
        .containsPattern("cheat +0 +ok")
        .contains("mutation score: 2 of 2 caught, 2 by exactly the checks that name the fault");
  }
}
