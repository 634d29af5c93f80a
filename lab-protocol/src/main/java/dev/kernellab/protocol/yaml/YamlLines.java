// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// In which line of a YAML file each of its fields stands: for what is wrong with a file that reads
/// well, such as a name that leads nowhere.
public final class YamlLines {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Map<String, Integer> lines;

  private YamlLines(Map<String, Integer> lines) {
    this.lines = lines;
  }

  /// @param text YAML that has been read before, without complaint
  public static YamlLines of(String text) {
    var lines = new HashMap<String, Integer>();
    try (JsonParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (!token.isStructEnd()) {
          TokenStreamContext at = parser.streamReadContext();
          String path = path(token.isStructStart() ? at.getParent() : at);
          lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        }
      }
    }
    return new YamlLines(lines);
  }

  boolean has(String path) {
    return lines.containsKey(path);
  }

  /// @param path such as `checks[3].at`; where there is no such field, the nearest one around it
  ///   counts
  public int of(String path, int otherwise) {
    for (String at = path; !at.isEmpty(); at = around(at)) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
    }
    return otherwise;
  }

  private static String around(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  private static String path(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    if (parent == null) {
      return "";
    }
    String before = path(parent);
    if (context.inArray()) {
      return before + "[" + context.getCurrentIndex() + "]";
    }
    return before + (before.isEmpty() ? "" : ".") + context.currentName();
  }
}
