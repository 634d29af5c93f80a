// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SubmissionIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Parameter private TestDatabase database;

  @TempDir private static Path home;
  private static Lab lab;

  @BeforeParameterizedClassInvocation
  static void start(TestDatabase database) {
    lab = Lab.start(home, new ScriptedRunner(), database.fresh(), "lab.upload-limit=1MB");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    lab.close();
  }

  @AfterEach
  void nothingIsLeftOnItsWayIn() throws IOException {
    for (String folder : List.of("uploads", "blobs/incoming")) {
      try (Stream<Path> incoming = Files.list(home.resolve(folder))) {
        assertThat(incoming).isEmpty();
      }
    }
  }

  @Test
  void whatIsNotGradedChoosesItsMachine() {
    String machine = "{\"type\": \"q35\", \"cpu\": \"max\", \"devices\": [\"e1000\"]}";
    HttpResponse<String> made =
        lab.submission(
            Lab.elf("m"),
            "mode",
            "interactive",
            "machine",
            machine,
            "boot",
            "grub",
            "cmdline",
            "root=1 x",
            "module",
            "build/initrd.img one two");

    assertThat(made.statusCode()).isEqualTo(201);
    String run = JSON.readTree(made.body()).path("run").path("id").asString();
    assertThat(lab.json("/api/v1/runs/" + run).path("machine"))
        .isEqualTo(
            JSON.readTree(
                """
                {"type": "q35", "ramMiB": 128, "cpu": "max", "devices": ["e1000"],
                 "boot": {"way": "grub", "commandLine": "root=1 x",
                          "modules": [{"name": "initrd.img", "arguments": "one two",
                                       "path": "build/initrd.img"}]}}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "graded | machine | {\"ramMiB\": 64} | MACHINE_FIXED",
        "interactive | profile | name: x | PROFILE_INVALID",
        "interactive | machine | {\"ramMiB\": 3} | FIELD_INVALID",
        "interactive | machine | {\"type\": \"vax\"} | FIELD_INVALID",
        "interactive | machine | {\"type\": \"isapc\", \"devices\": [\"e1000\"]} | FIELD_INVALID",
        "graded | boot | usb | FIELD_INVALID",
        "graded | cmdline | a'b | FIELD_INVALID",
        "graded | module | ../etc/passwd | FIELD_INVALID",
        "graded | symbols | text | FIELD_INVALID",
      })
  void aMachineOrAWayThatCannotBeIsRefused(String mode, String field, String value, String code) {
    HttpResponse<String> response = lab.submission(Lab.elf("r"), "mode", mode, field, value);

    assertThat(JSON.readTree(response.body()).path("code").asString()).isEqualTo(code);
  }

  @Test
  void whatIsNotGradedBringsItsProfile() {
    String profile =
        """
        name: mine
        title: My own
        allocator: { kind: none }
        checkpoints: [{ symbol: started, title: Started, promise: It has. }]
        regions: []
        physicalRegions: []
        """;
    byte[] kernel = Lab.elf("p");
    String[] fields = {"mode", "interactive", "profile", profile};
    HttpResponse<String> made =
        lab.send(lab.submissionRequest(kernel, fields).header("Idempotency-Key", "p1"));

    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode submission = JSON.readTree(made.body());
    assertThat(profileOf(submission.path("run"))).isEqualTo("mine");
    HttpResponse<String> same =
        lab.send(lab.submissionRequest(kernel, fields).header("Idempotency-Key", "p1"));
    assertThat(JSON.readTree(same.body()).path("id")).isEqualTo(submission.path("id"));
    assertProblem(
        lab.send(
            lab.submissionRequest(kernel, "mode", "interactive").header("Idempotency-Key", "p1")),
        409,
        "IDEMPOTENCY_KEY_REUSED");
    String again = "/api/v1/submissions/" + submission.path("id").asString() + "/runs";
    assertThat(
            profileOf(
                JSON.readTree(lab.send(lab.request(again).POST(BodyPublishers.noBody())).body())))
        .as("run again")
        .isEqualTo("mine");

    String slip = profile.replace("checkpoints:", "checkpoint:");
    assertThat(lab.submission(kernel, "mode", "interactive", "profile", slip).body())
        .contains("PROFILE_INVALID", "profile.yml:4: unknown field", "checkpoints");
    assertThat(lab.submission(kernel, "mode", "graded", "profile", profile).body())
        .as("whoever says where to look earns nothing by it")
        .contains("PROFILE_FIXED");
  }

  @Test
  void aProfileSaysHowToBootUnlessTheSubmissionDoes() {
    String profile =
        """
        name: mine
        title: My own
        boot: grub
        allocator: { kind: none }
        checkpoints: []
        regions: []
        physicalRegions: []
        """;
    String[] fields = {"mode", "interactive", "profile", profile, "cmdline", "a=1"};
    assertThat(bootOf(lab.submission(Lab.elf("p"), fields)))
        .isEqualTo(JSON.readTree("{\"way\": \"grub\", \"commandLine\": \"a=1\"}"));
    fields = new String[] {"mode", "interactive", "profile", profile, "boot", "multiboot"};
    assertThat(bootOf(lab.submission(Lab.elf("p"), fields)).isMissingNode()).isTrue();
  }

  private static JsonNode bootOf(HttpResponse<String> made) {
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return JSON.readTree(made.body()).at("/runs/0/machine/boot");
  }

  private static String profileOf(JsonNode run) {
    return lab.json("/api/v1/runs/" + run.path("id").asString() + "/profile")
        .path("name")
        .asString();
  }

  @Test
  void isAnsweredWithWhatWasMadeOfIt() {
    HttpResponse<String> response =
        lab.submission(
            Lab.elf("a"), "label", "my kernel", "assignment", "memory-manager", "mode", "graded");

    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode made = JSON.readTree(response.body());
    assertThat(made.path("kind").asString()).isEqualTo("ELF");
    assertThat(made.path("label").asString()).isEqualTo("my kernel");
    assertThat(made.path("assignment").asString()).isEqualTo("memory-manager");
    assertThat(made.path("mode").asString()).isEqualTo("graded");
    // printf '\x7fELFa' | sha256sum
    assertThat(made.path("sha256").asString())
        .isEqualTo("08ab458b52617dc48135745016e70c06342f7baf63e36e11a55357fc852cc103");
    assertThat(made.path("createdAt").asString()).matches("20\\d\\d-.*Z");
    String location = "/api/v1/submissions/" + made.path("id").asString();
    assertThat(response.headers().firstValue("Location")).hasValue(location);
    assertThat(lab.json(location).path("run").path("id")).isEqualTo(made.path("run").path("id"));
    String run = made.path("run").path("id").asString();
    assertThat(lab.json("/api/v1/runs/" + run).path("submission")).isEqualTo(made.path("id"));
  }

  @Test
  void needsNothingButTheKernel() {
    JsonNode made = JSON.readTree(lab.submission(Lab.elf("b")).body());
    assertThat(made.path("label").asString()).isEqualTo("kernel.elf");
    assertThat(made.path("assignment").asString()).isEqualTo("memory-manager");
  }

  @Test
  void sentAgainWithItsKeyIsTheSameSubmission() {
    HttpResponse<String> first =
        lab.send(lab.submissionRequest(Lab.elf("c")).header("Idempotency-Key", "k1"));
    HttpResponse<String> again =
        lab.send(lab.submissionRequest(Lab.elf("c")).header("Idempotency-Key", "k1"));

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(JSON.readTree(again.body()).path("id"))
        .isEqualTo(JSON.readTree(first.body()).path("id"));
  }

  @Test
  void anotherOneWithAUsedKeyIsRefused() {
    lab.send(lab.submissionRequest(Lab.elf("d")).header("Idempotency-Key", "k2"));
    assertProblem(
        lab.send(lab.submissionRequest(Lab.elf("e")).header("Idempotency-Key", "k2")),
        409,
        "IDEMPOTENCY_KEY_REUSED");
    assertProblem(
        lab.send(lab.submissionRequest(Lab.elf("d"), "label", "x").header("Idempotency-Key", "k2")),
        409,
        "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void mayBeAsLargeAsTheLimitAndNotAByteLarger() {
    assertThat(lab.submission(new byte[1 << 20]).statusCode()).isEqualTo(201);
    assertProblem(lab.submission(new byte[(1 << 20) + 1]), 413, "ARCHIVE_TOO_LARGE");
  }

  @Test
  void thatDoesNotSayHowLargeItIsMeetsTheSameLimit() {
    String head = "--x\r\nContent-Disposition: form-data; name=\"kernel\"; filename=\"k\"\r\n\r\n";
    byte[] body =
        (head + "a".repeat(3 << 20) + "\r\n--x--\r\n").getBytes(StandardCharsets.US_ASCII);
    HttpResponse<String> response =
        lab.send(
            lab.request("/api/v1/submissions")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertProblem(response, 413, "ARCHIVE_TOO_LARGE");
  }

  @Test
  void thatCannotBeUnderstoodIsRefusedWithWhatToDo() {
    assertProblem(lab.submission(Lab.elf("f"), "mode", "fast"), 400, "FIELD_INVALID");
    assertProblem(lab.submission(Lab.elf("f"), "assigment", "x"), 400, "FIELD_UNKNOWN");
    assertProblem(lab.submission(Lab.elf("f"), "assignment", "nope"), 422, "ASSIGNMENT_UNKNOWN");
    assertProblem(form("--x--\r\n"), 400, "KERNEL_MISSING");
    assertProblem(
        form("--x\r\nContent-Disposition: form-data; name=\"kernel\"\r\n\r\ntext\r\n--x--\r\n"),
        400,
        "KERNEL_MISSING");
    assertProblem(form("no boundary at all"), 400, "REQUEST_MALFORMED");
    assertProblem(form("--x\r\nContent-Disposition: form-data; na"), 400, "REQUEST_MALFORMED");
    assertProblem(
        lab.send(lab.submissionRequest(Lab.elf("f")).header("Idempotency-Key", "k".repeat(201))),
        400,
        "IDEMPOTENCY_KEY_INVALID");
    assertProblem(
        lab.send(
            lab.request("/api/v1/submissions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))),
        415,
        "MEDIA_TYPE_UNSUPPORTED");
    assertProblem(
        lab.send(
            lab.request("/api/v1/submissions")
                .header("Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofString("x"))),
        400,
        "REQUEST_MALFORMED");
  }

  @Test
  void mayNotConsistOfThousandsOfParts() {
    String part = "--x\r\nContent-Disposition: form-data; name=\"label\"\r\n\r\na\r\n";
    assertProblem(form(part.repeat(10_000) + "--x--\r\n"), 400, "REQUEST_MALFORMED");
  }

  @Test
  void withALabelFullOfTricksIsShownOnOnePlainLine() {
    JsonNode made =
        JSON.readTree(lab.submission(Lab.elf("g"), "label", "a\u001b[31m\tb<script>").body());
    assertThat(made.path("label").asString()).isEqualTo("a [31m b<script>");
  }

  @Test
  void isListedNewestFirstPageByPage() {
    List<String> made = new ArrayList<>();
    for (String name : List.of("p1", "p2", "p3", "p4", "p5")) {
      made.addFirst(JSON.readTree(lab.submission(Lab.elf(name)).body()).path("id").asString());
    }
    JsonNode first = lab.json("/api/v1/submissions?limit=2");
    JsonNode second =
        lab.json("/api/v1/submissions?limit=2&cursor=" + first.path("next").asString());
    assertThat(ids(first)).isEqualTo(made.subList(0, 2));
    assertThat(ids(second)).isEqualTo(made.subList(2, 4));
    assertThat(lab.json("/api/v1/runs?limit=200").has("next")).isFalse();
    assertProblem(lab.get("/api/v1/runs?limit=0"), 400, "PARAMETER_INVALID");
    assertProblem(lab.get("/api/v1/runs?limit=ten"), 400, "REQUEST_MALFORMED");
  }

  @Test
  void canBeRunAgain() {
    JsonNode made = JSON.readTree(lab.submission(Lab.elf("h")).body());
    String submission = "/api/v1/submissions/" + made.path("id").asString();
    HttpResponse<String> again =
        lab.send(lab.request(submission + "/runs").POST(BodyPublishers.noBody()));

    assertThat(again.statusCode()).isEqualTo(201);
    String run = JSON.readTree(again.body()).path("id").asString();
    assertThat(run).isNotEqualTo(made.path("run").path("id").asString());
    assertThat(lab.eventsAfter(run, 0)).last().matches(it -> it.name().equals("ended"));
    assertThat(lab.json(submission).path("run").path("id").asString()).isEqualTo(run);
    assertProblem(
        lab.send(lab.request("/api/v1/submissions/none/runs").POST(BodyPublishers.noBody())),
        404,
        "SUBMISSION_UNKNOWN");
  }

  private static List<String> ids(JsonNode page) {
    return page.path("items").valueStream().map(it -> it.path("id").asString()).toList();
  }

  private static HttpResponse<String> form(String body) {
    return lab.send(
        lab.request("/api/v1/submissions")
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(BodyPublishers.ofString(body)));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }
}
