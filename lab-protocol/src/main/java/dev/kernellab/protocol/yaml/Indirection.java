// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What YAML has for saying a thing somewhere else. Here a file says each thing where it stands: an
/// alias would be read as a text, merged fields as one that is unknown, and a title that begins
/// with `&` or `!` would lose its first word without a complaint.
///
/// @param reason what to do instead
record Indirection(int line, String reason) {
  private static final String STANDARD = "tag:yaml.org,2002:";

  /// No file of ours is deeper; the time that the scanner takes grows with the square of it.
  private static final int DEEPEST = 100;

  /// The first of a file, which is gone through once, whatever refers to what. None where it is no
  /// YAML, or too deep: whoever reads it says so.
  static Optional<Indirection> find(String text) {
    int documents = 0;
    int depth = 0;
    try {
      for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
        documents += event instanceof DocumentStartEvent ? 1 : 0;
        String reason =
            documents > 1 ? "a second document begins; keep one in a file" : reason(event);
        if (reason != null) {
          int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
          return Optional.of(new Indirection(line, reason));
        }
        depth +=
            event instanceof CollectionStartEvent
                ? 1
                : event instanceof CollectionEndEvent ? -1 : 0;
        if (depth > DEEPEST) {
          return Optional.empty();
        }
      }
    } catch (YamlEngineException noYaml) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static @Nullable String reason(Event event) {
    return switch (event) {
      case AliasEvent it ->
          "*"
              + PlainWords.cut(it.getAlias().getValue())
              + " stands for what is named so elsewhere, which is not looked up here: write it out,"
              + " or put a text that begins with * in quotes";
      case ScalarEvent it when it.isPlain() && it.getValue().equals("<<") ->
          "<<: takes fields over from elsewhere, which is not done here: write them out";
      case NodeEvent it when it.getAnchor().isPresent() ->
          "&"
              + PlainWords.cut(it.getAnchor().get().getValue())
              + " gives a name to what follows, which is not used here: leave it out, or put a text"
              + " that begins with & in quotes";
      case ScalarEvent it when it.getTag().isPresent() -> tagged(it.getTag().get());
      case CollectionStartEvent it when it.getTag().isPresent() -> tagged(it.getTag().get());
      default -> null;
    };
  }

  private static String tagged(String tag) {
    return (tag.startsWith(STANDARD)
            ? "!!" + PlainWords.cut(tag.substring(STANDARD.length()))
            : PlainWords.cut(tag))
        + " says of what type a value is, which the field does here: leave it out, or put a text"
        + " that begins with ! in quotes";
  }
}
