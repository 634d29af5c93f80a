// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import dev.kernellab.api.LabApplication;
import dev.kernellab.api.runner.KernelInspector;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.KernelRunner;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A lab on a port of its own. Closing it and opening another on the same folder is what a restart
/// is.
public final class Lab implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final @Nullable ConfigurableApplicationContext application;
  private final int port;

  /// Outlives the lab: a viewer's connection is not to be closed by the viewer.
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Lab(@Nullable ConfigurableApplicationContext application, int port) {
    this.application = application;
    this.port = port;
  }

  /// One that somebody else has started.
  static Lab at(int port) {
    return new Lab(null, port);
  }

  /// @param database from [TestDatabase] or [Postgres]
  public static Lab start(
      Path home, ScriptedRunner runner, List<String> database, String... settings) {
    return start(
        home,
        runner,
        Stream.concat(database.stream(), Arrays.stream(settings)).toArray(String[]::new));
  }

  /// @param settings `name=value`, as on the command line
  public static Lab start(Path home, ScriptedRunner runner, String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--lab.home=" + home);
    if (Arrays.stream(settings).noneMatch(it -> it.startsWith("lab.assignments="))) {
      arguments.add("--lab.assignments=../assignments");
    }
    arguments.add("--lab.runs.retry-delay=0s");
    Arrays.stream(settings).map(setting -> "--" + setting).forEach(arguments::add);
    var application =
        new SpringApplicationBuilder(LabApplication.class)
            .initializers(
                context -> {
                  var beans = (GenericApplicationContext) context;
                  beans.registerBean(KernelRunner.class, () -> runner);
                  beans.registerBean(ReactorResourceFactory.class, Lab::ownNetworkThreads);
                  beans.registerBean(KernelInspector.class, () -> Lab::kind);
                })
            .run(arguments.toArray(String[]::new));
    int port = Integer.parseInt(application.getEnvironment().getProperty("local.server.port", "0"));
    return new Lab(application, port);
  }

  private static KernelKind kind(Path file, Optional<Boot.Way> way) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1F ? KernelKind.SOURCES : KernelKind.ELF; // gzip's first byte
    }
  }

  /// Or a lab that closes would take those of the others in this process with it.
  private static ReactorResourceFactory ownNetworkThreads() {
    var resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    return resources;
  }

  public int port() {
    return port;
  }

  /// A part of this lab, for what cannot be asked over HTTP.
  public <T> T part(Class<T> type) {
    return Objects.requireNonNull(application).getBean(type);
  }

  public MeterRegistry meters() {
    return part(MeterRegistry.class);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError("the lab did not answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  public JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /// Submits an ELF image whose script has this name.
  ///
  /// @return the run's id
  public String submit(String script, String... fieldsAndValues) {
    HttpResponse<String> response = submission(elf(script), fieldsAndValues);
    if (response.statusCode() != 201) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body()).path("run").path("id").asString();
  }

  public HttpResponse<String> submission(byte[] kernel, String... fieldsAndValues) {
    return send(submissionRequest(kernel, fieldsAndValues));
  }

  public HttpRequest.Builder submissionRequest(byte[] kernel, String... fieldsAndValues) {
    String boundary = UUID.randomUUID().toString();
    var body = new StringBuilder();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"")
          .append(fieldsAndValues[i] + "\"\r\n\r\n" + fieldsAndValues[i + 1] + "\r\n");
    }
    body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"kernel\";")
        .append(" filename=\"kernel.elf\"\r\n\r\n")
        .append(new String(kernel, StandardCharsets.ISO_8859_1))
        .append("\r\n--" + boundary + "--\r\n");
    return request("/api/v1/submissions")
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.ISO_8859_1));
  }

  public static byte[] elf(String script) {
    return ("\u007fELF" + script).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Everything the run says after event `after`, until it ends.
  public List<SentEvent> eventsAfter(String run, long after) {
    try (EventReader events = watch(run, after)) {
      return events.untilEnd();
    }
  }

  public EventReader watch(String run, long after) {
    HttpRequest.Builder request = request("/api/v1/runs/" + run + "/events");
    if (after > 0) {
      request.header("Last-Event-ID", Long.toString(after));
    }
    try {
      return new EventReader(HTTP.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new AssertionError("the lab did not answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (application != null) {
      application.close();
    }
  }
}
