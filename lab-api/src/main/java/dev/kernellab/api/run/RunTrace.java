// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.trace.RunSpan;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A run's evidence, read once more: as the spans of its trace. Takes one event after the other and
/// keeps no more than the stage under way.
final class RunTrace {
  private static final int MOST_MOMENTS = 128;

  private final Run run;
  private final Consumer<RunSpan> spans;
  private int attempt;
  private long attemptFrom;
  private @Nullable Stage stage;
  private @Nullable Long stoppedAt;

  RunTrace(Run run, Consumer<RunSpan> spans) {
    this.run = run;
    this.spans = spans;
  }

  private record Stage(String name, long from, List<RunSpan.Moment> moments) {}

  void accept(EvidenceEvent event) {
    JsonNode data = JsonMapper.shared().readTree(event.data());
    switch (event.type()) {
      case "state" -> enter(RunState.valueOf(data.path("state").asString()), event);
      case "checkpoint" -> {
        stoppedAt = event.at();
        moment(event, details(data, "name", "hit", "instructions"));
      }
      case "snapshot" -> snapshot(event, data);
      case "fault" -> moment(event, details(data, "kind"));
      case "verdict" -> moment(event, details(data, "score", "max"));
      case "ended" -> end(event);
      default -> {} // what it printed
    }
  }

  private void enter(RunState state, EvidenceEvent event) {
    switch (state) {
      case QUEUED -> {
        if (attempt > 0) {
          endAttempt(event.at(), "given up, and made again");
        }
        attempt = event.attempt();
        attemptFrom = event.at();
        begin("queue", event.at());
      }
      case BUILDING -> begin("build", event.at());
      case BOOTING -> begin("boot", event.at());
      case RUNNING -> begin("observe", event.at());
      case GRADING -> begin("grade", event.at());
      case ENDED -> {} // said by an event of its own
    }
  }

  private void begin(String name, long at) {
    endStage(at);
    stage = new Stage(name, at, new ArrayList<>());
  }

  private void endStage(long at) {
    Stage over = stage;
    if (over == null) {
      return;
    }
    long to = over.name().equals("queue") ? begun(over.from(), at) : at;
    add(place(over), over.name(), over.from(), to, Attributes.empty(), over.moments(), null);
    stage = null;
    stoppedAt = null;
  }

  /// Waiting is over when a worker takes the attempt up; of the last attempt it is known when.
  private long begun(long from, long at) {
    Long begun = run.times().begun();
    return begun == null || attempt != run.attempt()
        ? at
        : Math.clamp(begun, from, Math.max(from, at));
  }

  /// From the stop at a checkpoint, when that is the reason, until its evidence was here.
  private void snapshot(EvidenceEvent event, JsonNode data) {
    Stage now = stage;
    if (now == null) {
      return;
    }
    Long stop = data.path("reason").asString("").equals("checkpoint") ? stoppedAt : null;
    String place = place(now) + "/snapshot-" + data.path("n").asInt();
    Attributes details = details(data, "n", "reason", "checkpoint", "instructions");
    long from = stop == null ? event.at() : stop;
    add(place, "snapshot", from, event.at(), details, List.of(), null);
    stoppedAt = null;
  }

  private void moment(EvidenceEvent event, Attributes details) {
    if (stage != null && stage.moments().size() < MOST_MOMENTS) {
      stage.moments().add(new RunSpan.Moment(event.type(), event.at(), details));
    }
  }

  private void end(EvidenceEvent event) {
    RunOutcome outcome = run.outcome();
    String failure =
        outcome != null && outcome.kind() == RunOutcome.Kind.LAB_FAULT ? outcome.code() : null;
    endAttempt(event.at(), failure);
    AttributesBuilder details =
        Attributes.builder()
            .put("lab.run", run.id())
            .put("lab.submission", run.submission())
            .put("lab.assignment", run.assignment())
            .put("lab.mode", run.plan().mode().name().toLowerCase(Locale.ROOT))
            .put("lab.attempts", run.attempt());
    if (outcome != null) {
      details.put("lab.outcome.kind", outcome.kind().name()).put("lab.outcome", outcome.code());
    }
    if (run.score() != null) {
      details.put("lab.score", run.score().score()).put("lab.score.max", run.score().max());
    }
    String place = RunSpan.REQUEST + "/run";
    long from = run.times().created();
    add(place, "run", from, event.at(), details.build(), List.of(), failure);
  }

  private void endAttempt(long at, @Nullable String failure) {
    endStage(at);
    Attributes details = Attributes.builder().put("lab.attempt", attempt).build();
    add(RunSpan.attempt(attempt), "attempt", attemptFrom, at, details, List.of(), failure);
  }

  private String place(Stage of) {
    return RunSpan.attempt(attempt) + "/" + of.name();
  }

  private void add(
      String place,
      String name,
      long from,
      long to,
      Attributes details,
      List<RunSpan.Moment> moments,
      @Nullable String failure) {
    spans.accept(
        new RunSpan(run.id(), place, name, SpanKind.INTERNAL, from, to, details, moments, failure));
  }

  private static Attributes details(JsonNode data, String... fields) {
    AttributesBuilder details = Attributes.builder();
    for (String field : fields) {
      JsonNode value = data.path(field);
      if (value.isNumber()) {
        details.put("lab." + field, value.asLong());
      } else if (value.isString()) {
        details.put("lab." + field, value.asString());
      }
    }
    return details.build();
  }
}
