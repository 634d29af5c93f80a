// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.assignment.AssignmentLoader;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The views have the fields that the reference page shows, by name and kind, and no others.
class ReferencePageTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path PAGE = Path.of("../docs/reference/events.md");

  private final Assignment assignment =
      AssignmentLoader.load(Path.of("../assignments/memory-manager"));

  @Test
  void aSnapshot() throws IOException {
    var observer = new Observer(assignment.profile());
    var run = DrawnKernel.perfect();
    run.captures().forEach(observer::observe);
    run.allocate(2000, 5);
    JsonNode view = tree(observer.observe(run.checkpoint("checkpoint_idle")).streamed());
    JsonNode expected = example("### `snapshot`");
    assertThat(shape(view.get("allocator"))).isEqualTo(shape(expected.get("allocator")));
    assertThat(shape(view.get("paging"))).isEqualTo(shape(expected.get("paging")));
    assertThat(names(view)).isEqualTo(names(expected));
    assertThat(names(view.get("registers")))
        .containsAll(
            names(expected.get("registers")).stream().filter(it -> !it.equals("…")).toList());
  }

  @Test
  void aVerdict() throws IOException {
    var outcome = new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "Done.");
    var run =
        DrawnKernel.withFault(
            "checkpoint_kernel_directory",
            it -> it.word(DrawnKernel.KERNEL_DIRECTORY + 4 * 1023, 0));
    JsonNode verdict =
        tree(
            Grader.grade(
                assignment,
                new Evidence(assignment.profile(), assignment.machine(), outcome, run.captures())));
    JsonNode expected = example("### `verdict`");
    assertThat(names(verdict)).isEqualTo(names(expected));
    JsonNode failed = verdict.get("checks").get(3);
    assertThat(names(failed)).isEqualTo(names(expected.get("checks").get(0)));
    assertThat(failed.get("evidence").toString())
        .isEqualTo(
            "{\"snapshot\":2,\"linear\":\"0xFFC00000\",\"entries\":"
                + "[{\"index\":1023,\"value\":\"0x00000000\"}]}");
  }

  @Test
  void theProfile() throws IOException {
    JsonNode profile = tree(assignment.profile());
    JsonNode expected = example("`GET /runs/{id}/profile`");
    assertThat(names(profile)).isEqualTo(names(expected));
    assertThat(profile.get("allocator")).isEqualTo(expected.get("allocator"));
    assertThat(profile.get("regions")).contains(expected.get("regions").get(0));
    assertThat(profile.get("physicalRegions")).contains(expected.get("physicalRegions").get(0));
  }

  @Test
  void theSmallerViews() {
    ObservedSnapshot last = Observer.last(assignment.profile(), DrawnKernel.perfect().captures());
    ObservedSpace space = last.space(null).orElseThrow();
    assertThat(tree(space.translate(new LinearAddress(0xF010_0000L))).toString())
        .isEqualTo(
            "{\"linear\":\"0xF0100000\",\"physical\":\"0x00100000\",\"steps\":["
                + "{\"level\":\"PDE\",\"index\":960,\"entryAddress\":\"0x0010CF00\","
                + "\"raw\":\"0x0010D003\",\"present\":true,\"writable\":true,\"user\":false,"
                + "\"large\":false,\"physical\":\"0x0010D000\"},"
                + "{\"level\":\"PTE\",\"index\":256,\"entryAddress\":\"0x0010D400\","
                + "\"raw\":\"0x00100001\",\"present\":true,\"writable\":false,\"user\":false,"
                + "\"large\":false,\"physical\":\"0x00100000\"}]}");
    assertThat(tree(space.translate(new LinearAddress(0))).toString())
        .isEqualTo(
            "{\"linear\":\"0x00000000\",\"failure\":\"PDE 0 is not present\",\"steps\":["
                + "{\"level\":\"PDE\",\"index\":0,\"entryAddress\":\"0x0010C000\","
                + "\"raw\":\"0x00000000\",\"present\":false,\"writable\":false,\"user\":false,"
                + "\"large\":false}]}");
    assertThat(tree(space.pageDirectory()).toString())
        .isEqualTo(
            "{\"directory\":\"0x0010C000\",\"entries\":["
                + "{\"index\":960,\"raw\":\"0x0010D003\",\"present\":true,\"large\":false,"
                + "\"writable\":true,\"user\":false,\"accessed\":false,"
                + "\"physical\":\"0x0010D000\"},"
                + "{\"index\":1023,\"raw\":\"0x0010C003\",\"present\":true,\"large\":false,"
                + "\"writable\":true,\"user\":false,\"accessed\":false,"
                + "\"physical\":\"0x0010C000\"}]}");
    PageTableView table = space.pageTable(960).orElseThrow();
    assertThat(tree(table).get("entries").get(9).toString())
        .isEqualTo(
            "{\"index\":9,\"virtual\":\"0xF0009000\",\"raw\":\"0x00009003\",\"present\":true,"
                + "\"writable\":true,\"user\":false,\"accessed\":false,\"dirty\":false,"
                + "\"physical\":\"0x00009000\"}");
    assertThat(space.pageTable(0)).isEmpty();
    assertThat(tree(last.item(17)).toString())
        .isEqualTo(
            "{\"n\":4,\"seq\":17,\"reason\":\"checkpoint\",\"checkpoint\":\"checkpoint_idle\","
                + "\"instructions\":4000,\"torn\":false,\"free\":31712}");
    assertThat(last.complete().allocator().freeRanges())
        .isEqualTo(List.of(new FrameRange(1024, 31_712)));
  }

  private static JsonNode tree(Object view) {
    return JSON.readTree(JSON.writeValueAsString(view));
  }

  /// The first block of JSON after `heading`.
  private static JsonNode example(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("```json", page.indexOf(heading)) + "```json".length();
    return JSON.readTree(page.substring(start, page.indexOf("```", start)));
  }

  private static Set<String> names(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  /// Names and kinds, all the way down; of a list, its first element.
  private static String shape(JsonNode node) {
    if (node.isObject()) {
      var fields = new TreeSet<String>();
      node.propertyNames().forEach(name -> fields.add(name + ":" + shape(node.get(name))));
      return fields.toString();
    }
    return node.isArray() && !node.isEmpty()
        ? "[" + shape(node.get(0)) + "…]"
        : node.getNodeType().toString();
  }
}
