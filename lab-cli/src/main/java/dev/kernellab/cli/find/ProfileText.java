// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.find;

import dev.kernellab.memory.discover.Proposal;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Boot;
import dev.kernellab.runner.find.ProfileFinder.Found;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// A profile file, ready for use.
final class ProfileText {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLWriteFeature.WRITE_DOC_START_MARKER).build();

  private ProfileText() {}

  static String of(Path kernel, Boot.Way way, Found found, List<String> stops) {
    ObjectNode profile = YAML.createObjectNode();
    String name = String.valueOf(kernel.getFileName()).replaceFirst("\\.elf$", "");
    profile.put("name", name);
    if (found.proposals().isEmpty()) {
      profile.put("title", name + ", which keeps no account that was found");
      profile.set("allocator", YAML.valueToTree(new AllocatorProfile.None()));
    } else {
      Proposal best = found.proposals().getFirst();
      profile.put("title", name + ", by " + best.what());
      ObjectNode allocator = YAML.valueToTree(best.allocator());
      if (best.since() != null) {
        allocator.put("ready", best.since());
      }
      profile.set("allocator", allocator);
    }
    if (way != Boot.Way.MULTIBOOT) {
      profile.set("boot", YAML.valueToTree(way));
    }
    ArrayNode checkpoints = profile.putArray("checkpoints");
    for (String stop : stops) {
      checkpoints
          .addObject()
          .put("symbol", stop)
          .put("title", stop)
          .put("promise", "Not described yet.");
    }
    profile.putArray("regions");
    profile.putArray("physicalRegions");
    if (!found.windows().isEmpty()) {
      profile.set("aliases", YAML.valueToTree(found.windows()));
    }
    return YAML.writeValueAsString(profile);
  }
}
