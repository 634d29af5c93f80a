// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A runner as a service of its own: the packaged jar in a process, and its interface as an
/// outsider meets it.
final class RunnerProcess implements AutoCloseable {
  static final String SECRET = "a secret of these tests";
  private static final Path JOBS = Path.of("/dev/shm");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String BOUNDARY = "runner-boundary";
  private static final Duration START = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final URI url;

  private RunnerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /// An answer that is whole.
  record Answer(int status, java.net.http.HttpHeaders headers, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String code() {
      return json().path("code").asString("");
    }
  }

  /// Starts one for one run at a time; [#awaitReady] waits for it.
  static RunnerProcess launch(Path folder, Map<String, String> environment) throws Exception {
    int port = LabProcess.freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx160m",
                "-Djdk.virtualThreadScheduler.parallelism=8",
                "-Djava.io.tmpdir=" + folder,
                "-jar",
                LabProcess.ROOT.resolve("qemu-runner/target/qemu-runner-service.jar").toString()));
    builder.directory(folder.toFile());
    builder.environment().put("LAB_PORT", Integer.toString(port));
    builder.environment().put("LAB_RUNNER_SECRET", SECRET);
    builder.environment().put("LAB_RUNNER_CAPACITY", "1");
    builder.environment().put("RUNNER_FOLDER", JOBS.toString());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("runner-" + port + ".log").toFile());
    return new RunnerProcess(builder.start(), URI.create("http://127.0.0.1:" + port));
  }

  static RunnerProcess start(Path folder) throws Exception {
    return launch(folder, Map.of()).awaitReady();
  }

  RunnerProcess awaitReady() throws Exception {
    long deadline = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new AssertionError("the runner did not get ready within " + START);
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    return this;
  }

  boolean isReady() throws InterruptedException {
    try {
      URI probe = url.resolve("/actuator/health/readiness");
      HttpRequest request = HttpRequest.newBuilder(probe).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notThere) {
      return false;
    }
  }

  URI url() {
    return url;
  }

  Process process() {
    return process;
  }

  /// Where it keeps the files of its runs.
  Path jobs() throws IOException {
    String ours = "kernel-lab-" + process.pid() + "-*";
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(JOBS, ours)) {
      return folders.iterator().next();
    }
  }

  List<ProcessHandle> machines() {
    return process.descendants().toList();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Kernel-Lab-Protocol", "7")
        .header("Authorization", "Bearer " + SECRET);
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  JsonNode status() throws Exception {
    return send(request("/status")).json();
  }

  /// A request to run an ELF image, interactively or graded, with no profile to speak of.
  HttpRequest.Builder run(String run, int attempt, byte[] elf, long instructions) {
    String asked =
        """
        {"run":"%s","attempt":%d,"kernel":"ELF","mode":"graded",
         "machine":{"type":"pc","ramMiB":32},
         "budgets":{"instructions":%d,"serialBytes":10000,"snapshots":10,"buildSeconds":10,"wallSeconds":60},
         "profile":{"name":"none","title":"None","allocator":{"kind":"none"},
                    "checkpoints":[],"regions":[],"physicalRegions":[]},
         "lastCheckpoint":null}
        """
            .formatted(run, attempt, instructions);
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(head("request", "\r\nContent-Type: application/json"));
    form.writeBytes(asked.getBytes(StandardCharsets.UTF_8));
    form.writeBytes(new byte[] {'\r', '\n'});
    form.writeBytes(head("kernel", ""));
    form.writeBytes(elf);
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return request("/runs")
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(form.toByteArray()));
  }

  private static byte[] head(String name, String more) {
    String file = name.equals("kernel") ? "; filename=\"kernel\"" : "";
    String disposition = "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + more;
    return ("--" + BOUNDARY + disposition + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Opens a run and keeps its answer open.
  OpenRun open(HttpRequest.Builder request) throws Exception {
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError(new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    }
    return new OpenRun(response);
  }

  /// Asks for a run and closes the connection so many nanoseconds later, unless it was refused.
  void giveUp(HttpRequest.Builder request, long nanoseconds) throws InterruptedException {
    var answer = http.sendAsync(request.build(), BodyHandlers.discarding());
    try {
      answer.get(nanoseconds, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException gaveUp) {
      answer.cancel(true);
    }
  }

  /// A run's events as they come.
  static final class OpenRun implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    int heartbeats;

    OpenRun(HttpResponse<InputStream> response) {
      this.response = response;
      this.lines = new BufferedReader(new InputStreamReader(response.body()));
    }

    String contentType() {
      return response.headers().firstValue("Content-Type").orElse("");
    }

    /// Reads up to the first event of this type; with this state if one is given.
    JsonNode until(String type, String state) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          heartbeats++;
          continue;
        }
        JsonNode event = JSON.readTree(line).path("event");
        if (event.path("type").asString().equals(type)
            && event.path("state").asString("").equals(state)) {
          return event;
        }
      }
      throw new AssertionError("the stream ended without " + type + " " + state);
    }

    void awaitHeartbeat() throws IOException {
      String line = lines.readLine();
      while (!"".equals(line)) {
        if (line == null) {
          throw new AssertionError("the stream ended");
        }
        line = lines.readLine();
      }
    }

    boolean isAtItsEnd() throws IOException {
      return lines.readLine() == null;
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  void terminate() {
    process.destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    http.shutdownNow();
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the runner did not stop within 20 s of being asked");
    }
  }
}
