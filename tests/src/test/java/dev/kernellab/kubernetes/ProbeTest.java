// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that tries what a box must not reach: it tells what answers from what does not.
class ProbeTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path folder;

  @Test
  void isContentWithAPortThatNobodyAnswers() throws Exception {
    assertThat(probe("nothing", "tcp/127.0.0.1:" + closedPort())).isZero();
  }

  @Test
  void noticesAConnection() throws Exception {
    try (var server = new ServerSocket(0, 1, LOOPBACK)) {
      assertThat(probe("nothing", "tcp/127.0.0.1:" + server.getLocalPort())).isEqualTo(1);
      assertThat(probe("all", "tcp/127.0.0.1:" + server.getLocalPort())).isZero();
    }
  }

  @Test
  void noticesOneAnswerAmongMany() throws Exception {
    try (var server = new ServerSocket(0, 1, LOOPBACK)) {
      String both =
          "tcp/127.0.0.1:%d tcp/127.0.0.1:%d".formatted(closedPort(), server.getLocalPort());

      assertThat(probe("nothing", both)).isEqualTo(1);
      assertThat(probe("all", both)).isEqualTo(1);
    }
  }

  @Test
  void noticesANameServer() throws Exception {
    try (var server = new DatagramSocket(0, LOOPBACK)) {
      Thread.ofVirtual().start(() -> answer(server));

      assertThat(probe("nothing", "udp/127.0.0.1:" + server.getLocalPort())).isEqualTo(1);
    }
  }

  @Test
  void isContentWithANameServerThatIsSilent() throws Exception {
    try (var server = new DatagramSocket(0, LOOPBACK)) {
      assertThat(probe("nothing", "udp/127.0.0.1:" + server.getLocalPort())).isZero();
    }
  }

  @Test
  void doesNotPassForWantOfTargets() throws Exception {
    assertThat(probe("nothing", "")).isEqualTo(2);
    assertThat(probe("nothing", "icmp/127.0.0.1:1")).isEqualTo(2);
    assertThat(probe("whatever", "tcp/127.0.0.1:" + closedPort())).isEqualTo(2);
  }

  private int probe(String expect, String targets) throws Exception {
    var installation = new Installation(Kustomization.build(Repository.K8S.resolve("probe")));
    Path script = folder.resolve("probe");
    Files.writeString(
        script,
        installation
            .find("ConfigMap", "lab-box", "box-probe")
            .orElseThrow()
            .at("/data/probe")
            .asString());
    var command = new ProcessBuilder("bash", script.toString()).inheritIO();
    command.environment().put("EXPECT", expect);
    command.environment().put("TARGETS", targets);
    Process process = command.start();
    try {
      assertThat(process.waitFor(10, SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /// A name server's answer begins with the question's identifier.
  private static void answer(DatagramSocket server) {
    try {
      var question = new DatagramPacket(new byte[512], 512);
      server.receive(question);
      byte[] identifier = "KL".getBytes(StandardCharsets.US_ASCII);
      assertThat(question.getData()).startsWith(identifier);
      server.send(new DatagramPacket(identifier, identifier.length, question.getSocketAddress()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int closedPort() throws IOException {
    try (var server = new ServerSocket(0, 1, LOOPBACK)) {
      return server.getLocalPort();
    }
  }
}
