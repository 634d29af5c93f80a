// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that speaks S3, in a process of its own, with one bucket. It takes any keys; the SDK is
/// given some for as long as the server runs.
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "kernel-lab-test";

  private static final Path PROGRAM = Path.of("target/s3/s3mock.jar");
  private static final Pattern PORTS = Pattern.compile("started on ports \\d+ \\(https\\), (\\d+)");

  private static final Map<String, String> SDK_SETTINGS =
      Map.of(
          "aws.region", "eu-central-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

  private final Process process;
  private final URI endpoint;

  private S3Server(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// @param scratch for its files
  public static S3Server start(Path scratch) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Djava.io.tmpdir=" + scratch,
                "-jar",
                PROGRAM.toString(),
                "--server.port=0",
                "--com.adobe.testing.s3mock.httpPort=0",
                "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET)
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      Matcher ports = PORTS.matcher(line);
      if (ports.find()) {
        SDK_SETTINGS.forEach(System::setProperty);
        Thread.ofVirtual().start(() -> swallow(process.getInputStream()));
        return new S3Server(process, URI.create("http://localhost:" + ports.group(1)));
      }
    }
    throw new IOException("the S3 server did not start:\n" + said);
  }

  private static void swallow(InputStream output) {
    try {
      output.skip(Long.MAX_VALUE);
    } catch (IOException e) {
      // it has ended
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    SDK_SETTINGS.keySet().forEach(System::clearProperty);
    stop();
  }

  /// From now on nobody answers.
  public void stop() {
    process.destroyForcibly().onExit().join();
  }
}
