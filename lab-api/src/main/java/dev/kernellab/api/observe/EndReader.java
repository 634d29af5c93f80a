// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.Translation;
import dev.kernellab.memory.end.Explanation;
import dev.kernellab.memory.end.LastState;
import dev.kernellab.memory.end.Past;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Explains how a run ended. Goes through its captures twice: what earlier ones say of the last
/// addresses is known only when these are.
public final class EndReader {
  private static final int LINES = 12;
  private static final int LONGEST_LINE = 200;

  private final Profile profile;
  private final Iterable<Capture> captures;
  private final NamedCode code;

  public EndReader(Profile profile, Iterable<Capture> captures, NamedCode code) {
    this.profile = profile;
    this.captures = captures;
    this.code = code;
  }

  /// Empty when the run was not looked at after its end.
  ///
  /// @param serial what came out of the serial port, or the end of it
  public Optional<EndView> read(RunOutcome outcome, String serial) {
    Capture last = null;
    CapturedMemory memory = CapturedMemory.EMPTY;
    for (Capture capture : captures) {
      last = capture;
      memory = memory.after(capture);
    }
    if (last == null || !isLast(last.reason())) {
      return Optional.empty();
    }
    AddressSpace space = AddressSpace.read(last.registers(), memory);
    LastState state = LastState.read(last.registers(), space, memory);
    var context =
        new Explanation.Context(
            past(state, last.n()), profile.regions(), code.places(), !serial.isEmpty());
    Explanation explanation = Explanation.of(outcome, state, context);
    return Optional.of(
        new EndView(
            outcome,
            last.n(),
            explanation.headline(),
            explanation.statements(),
            last.registers(),
            walks(state),
            backtrace(state),
            lastLines(serial)));
  }

  private static boolean isLast(Capture.Reason reason) {
    return switch (reason) {
      case FAULT, FINAL -> true;
      case CHECKPOINT, PERIOD, REQUEST, UNANNOUNCED -> false;
    };
  }

  private Past past(LastState state, int last) {
    var latest = new HashMap<LinearAddress, Past.Mapping>();
    CapturedMemory memory = CapturedMemory.EMPTY;
    List<LinearAddress> pointers =
        Stream.concat(Stream.of(state.eip()), state.nextPush().stream()).toList();
    for (Capture capture : captures) {
      memory = memory.after(capture);
      AddressSpace space = AddressSpace.read(capture.registers(), memory);
      if (capture.n() < last && !capture.torn() && space.isPagingEnabled()) {
        for (LinearAddress address : pointers) {
          if (space.translate(address) instanceof Translation.Mapped it) {
            latest.put(address, new Past.Mapping(when(capture), it.physical()));
          }
        }
      }
    }
    return address -> Optional.ofNullable(latest.get(address));
  }

  private static String when(Capture capture) {
    return "snapshot "
        + capture.n()
        + (capture.checkpoint() == null ? "" : " (" + capture.checkpoint() + ")");
  }

  private static List<EndView.Walk> walks(LastState state) {
    if (!state.space().isPagingEnabled()) {
      return List.of();
    }
    var walks = new ArrayList<EndView.Walk>();
    walks.add(walk(state.instructionPointer(), state.eip(), state));
    state.faultAddress().ifPresent(it -> walks.add(walk("CR2", it, state)));
    state.nextPush().ifPresent(it -> walks.add(walk("stack", it, state)));
    return walks;
  }

  private static EndView.Walk walk(String of, LinearAddress address, LastState state) {
    return new EndView.Walk(of, TranslationView.of(state.space().translate(address)));
  }

  private EndView.Backtrace backtrace(LastState state) {
    var frames = new ArrayList<EndView.Frame>();
    frames.add(frame(state.where()));
    state.backtrace().frames().forEach(it -> frames.add(frame(it.call())));
    return new EndView.Backtrace(frames, state.backtrace().end());
  }

  private EndView.Frame frame(LinearAddress address) {
    CodePlace place = code.place(address).orElse(null);
    return place == null
        ? new EndView.Frame(address, null, null, null, null)
        : new EndView.Frame(address, place.function(), place.offset(), place.file(), place.line());
  }

  /// For reading: without the characters that move a terminal's cursor.
  static List<String> lastLines(String serial) {
    List<String> lines =
        serial
            .substring(Math.max(0, serial.length() - 16_384))
            .lines()
            .map(
                line ->
                    line.replaceAll(
                        "\\e\\[[0-9;]*[A-Za-z]|[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F]", ""))
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(0, Math.min(LONGEST_LINE, line.length())))
            .toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }
}
