// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The published schema and the reader of profiles agree: what the one takes the other takes, and
/// what one refuses, both do.
class ProfileSchemaTest {
  private static final Path ROOT = Path.of("..");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Schema SCHEMA = schema();

  @TempDir Path folder;

  static List<Path> profiles() throws IOException {
    try (Stream<Path> kernels = Files.walk(ROOT.resolve("tests/kernels/profiles"), 2);
        Stream<Path> assignments = Files.walk(ROOT.resolve("assignments"), 2)) {
      return Stream.concat(kernels, assignments)
          .filter(path -> path.endsWith("profile.yml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyProfileHereIsValidAndReadsBackAsItWasWritten(Path file) throws IOException {
    assertThat(SCHEMA.validate(YAML.readTree(Files.readString(file)))).isEmpty();
    Profile profile = YamlFile.read(file, Profile.class);
    JsonMapper json = JsonMapper.shared();
    String written = json.writeValueAsString(profile);
    assertThat(SCHEMA.validate(json.readTree(written))).as(written).isEmpty();
    assertThat(json.readValue(written, Profile.class)).isEqualTo(profile);
  }

  @Test
  void thereAreProfilesOfEveryKind() throws IOException {
    var kinds = profiles().stream().map(it -> YamlFile.read(it, Profile.class).allocator());
    assertThat(kinds.map(Object::getClass).distinct())
        .hasSize(AllocatorProfile.class.getPermittedSubclasses().length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: magic                                     | magic
          kind: bitmap                                    | at
          kind: bitmap, at: 7                             | place
          kind: bitmap, at: { symbol: a, linear: "0x1" }  | expected one of
          kind: bitmap, at: { symbol: a, nearby: 1 }      | unknown field
          kind: bitmap, at: { pointer: a, holds: both }   | holds
          kind: bitmap, at: "0x60000", frames: 0.5        | whole number
          kind: bitmap, at: { symbol: a }, frames: 8, polarity: both, bitOrder: least-significant-first | polarity
          kind: several, parts: []                        | parts
          kind: several, parts: [{ name: a, allocator: { kind: none } }], ready: { console: "a\\tb" } | ready.console
          kind: several, parts: [{ name: a, allocator: { kind: none } }], ready: { serial: a } | console
          kind: none, at: "0x60000"                       | at
          """)
  void whatIsNoAllocatorIsRefusedWithItsLine(String allocator, String reason) throws IOException {
    String text =
        """
        name: x
        title: X
        allocator: { %s }
        checkpoints: []
        regions: []
        physicalRegions: []
        """
            .formatted(allocator);
    assertThat(SCHEMA.validate(YAML.readTree(text))).isNotEmpty();
    Path file = Files.writeString(folder.resolve("profile.yml"), text);
    assertThatThrownBy(() -> YamlFile.read(file, Profile.class))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("profile.yml:3: ")
        .hasMessageContaining(reason);
  }

  private static Schema schema() {
    try {
      JsonNode text =
          JsonMapper.shared()
              .readTree(Files.readString(ROOT.resolve("docs/reference/profile.schema.json")));
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
