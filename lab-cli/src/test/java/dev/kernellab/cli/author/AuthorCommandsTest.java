// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.grading.assignment.Handout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuthorCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path folder = Path.of("");

  @BeforeEach
  void write(@TempDir Path scratch) {
    folder = scratch.resolve("first-frames");
    assertThat(run(new NewCommand(), folder.toString())).isZero();
  }

  @Test
  void whatIsNewIsSoundAndNamesWhatIsThere() {
    assertThat(run(new CheckCommand(), folder.toString())).isZero();
    assertThat(out.toString()).contains("first-frames: sound. 4 checks, 100 points, version ");
    assertThat(AssignmentFolder.read(folder).assignment().handout())
        .isEqualTo(new Handout("README.md", "starter", null, null));
    assertThat(folder.resolve("starter/Makefile")).exists();
    assertThat(folder.resolve("README.md")).content().contains("# first-frames");
  }

  @Test
  void nothingIsWrittenOverAndNamesAreWords() {
    assertThat(run(new NewCommand(), folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is there already");
    assertThat(run(new NewCommand(), folder.resolve("../First Frames").toString())).isEqualTo(2);
  }

  @Test
  void whyAFileCannotBeReadIsSaid() throws IOException {
    Path file = folder.resolve("assignment.yml");
    String text = Files.readString(file).replace("A frame allocator", "\u00DCbung");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    assertThat(run(new CheckCommand(), folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(file + ": is not in UTF-8; save it in that encoding");

    Files.delete(file);
    assertThat(run(new CheckCommand(), folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(file + ": there is no such file");
  }

  @Test
  void aSlipIsToldWithFileAndLine() throws IOException {
    Path file = folder.resolve("assignment.yml");
    Files.writeString(file, Files.readString(file).replaceFirst("points: 40", "pionts: 40"));

    assertThat(run(new CheckCommand(), folder.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith(file + ":").contains("pionts", "points");
  }

  @Test
  void itIsPublishedAsItIsWritten() throws IOException {
    var sent = new ArrayList<String>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/assignments/first-frames",
        exchange -> {
          sent.add(exchange.getRequestMethod());
          byte[] body = exchange.getRequestBody().readAllBytes();
          sent.add(new String(body, StandardCharsets.UTF_8).replace("\r\n", "\n"));
          byte[] answer = "{\"slug\":\"first-frames\",\"version\":\"v7\"}".getBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(run(new PublishCommand(), "--server", address, folder.toString())).isZero();
    } finally {
      server.stop(0);
    }

    assertThat(out.toString()).contains("first-frames: published, version v7");
    assertThat(sent.getFirst()).isEqualTo("PUT");
    assertThat(sent.getLast())
        .contains("name=\"assignment\"", Files.readString(folder.resolve("assignment.yml")))
        .contains("name=\"profile\"", Files.readString(folder.resolve("profile.yml")));
  }

  private int run(Callable<Integer> command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              line.getErr().println(failure.getMessage());
              assertThat(failure).isInstanceOf(UsageProblem.class);
              return 2;
            })
        .execute(List.of(arguments).toArray(String[]::new));
  }
}
