// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.FrameHashes;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import dev.kernellab.protocol.Words;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/// Whether a runner's events can be those of the run it was asked for. A runner that has fallen to
/// a kernel may lie about that kernel; it must not fill the lab's disk or memory.
final class EventCheck {
  /// What may be in the line's buffer when a budget runs out.
  private static final int SLACK = 64 << 10;

  private static final long BUILD_OUTPUT = 1 << 20;
  private static final int LONGEST_MESSAGE = 4096;
  private static final int LONGEST_COMMAND = 64 << 10;

  /// Samples of a running machine; runners take four.
  private static final int CAPTURES_A_SECOND = 100;

  /// 256 MiB: readers hold what a run's captures told of memory.
  private static final int FRAMES_A_RUN = 65_536;

  /// zlib makes 4,096 bytes a little longer at worst.
  private static final int LONGEST_FRAME = 4200;

  /// Eight bytes each, where zlib makes them a little longer at worst.
  private static final int LONGEST_WORDS = 8 * Words.MOST + (1 << 16);

  private static final int SPANS_A_MAP = 1_024;

  /// And as many ends of pauses.
  private static final int PAUSES_A_RUN = 2_000;

  private final RunRequest request;
  private final Set<String> checkpoints = new HashSet<>();
  private final BitSet frames = new BitSet();
  private RunState state = RunState.QUEUED;
  private long buildOutput;
  private long serialOutput;
  private long hits;
  private int captures;
  private int pauses;
  private boolean faultSeen;
  private boolean codeNamed;
  private boolean started;

  EventCheck(RunRequest request) {
    this.request = request;
    request.profile().checkpoints().stream()
        .map(Profile.Checkpoint::symbol)
        .forEach(checkpoints::add);
    request.stopAt().ifPresent(checkpoints::add);
  }

  /// Gives the event back.
  ///
  /// @throws RunBrokenException when it cannot be
  RunEvent check(RunEvent event) throws RunBrokenException {
    switch (event) {
      case RunEvent.StateChanged it -> checkState(it);
      case RunEvent.BuildOutput it -> checkBuild(it.text());
      case RunEvent.MachineStarted it -> {
        require(!started, "a second start of the machine");
        started = true;
        checkStart(it);
      }
      case RunEvent.SerialOutput it -> checkSerial(it.text());
      case RunEvent.CheckpointReached it -> checkHit(it);
      case RunEvent.SnapshotTaken it -> checkCapture(it.capture());
      case RunEvent.ExecutionChanged it -> {
        require(request.mode() == RunMode.INTERACTIVE, "a pause of a graded run");
        require(++pauses <= PAUSES_A_RUN, "more pauses than a run may have");
      }
      case RunEvent.FaultSeen it -> {
        require(!faultSeen, "a second fault");
        faultSeen = true;
        checkWords(it.kind(), it.message());
      }
      case RunEvent.CodeNamed it -> {
        require(!codeNamed, "names of code for the second time");
        codeNamed = true;
        checkCode(it);
      }
      case RunEvent.Ended it -> {
        RunOutcome outcome = it.outcome();
        checkWords(outcome.code(), outcome.message());
      }
    }
    return event;
  }

  private void checkState(RunEvent.StateChanged it) throws RunBrokenException {
    require(it.attempt() == request.attempt(), "a state of another attempt");
    require(it.state().compareTo(state) > 0, "a state out of order");
    require(it.state().compareTo(RunState.RUNNING) <= 0, "a state that is not a runner's to enter");
    state = it.state();
  }

  private void checkBuild(String text) throws RunBrokenException {
    buildOutput += text.length();
    require(!text.isEmpty() && buildOutput <= BUILD_OUTPUT, "more build output than there can be");
  }

  private static void checkStart(RunEvent.MachineStarted it) throws RunBrokenException {
    Booted booted = it.booted();
    int words = booted.arguments().stream().mapToInt(word -> word.length() + 1).sum();
    require(words + booted.qemu().length() <= LONGEST_COMMAND, "too long a command of QEMU's");
    require(booted.image().matches("[0-9a-f]{64}"), "a hash that is none");
    require(
        it.built() == null || it.built().length() <= RunEvent.MachineStarted.LONGEST,
        "too large an image");
  }

  private void checkSerial(String text) throws RunBrokenException {
    serialOutput += text.length();
    long most = request.budgets().serialBytes() + SLACK;
    require(!text.isEmpty() && serialOutput <= most, "more serial output than the run's budget");
    require(text.chars().allMatch(c -> c <= 0xFF), "serial output that is not bytes");
  }

  private void checkHit(RunEvent.CheckpointReached it) throws RunBrokenException {
    require(checkpoints.contains(it.name()), "a checkpoint that nobody asked for");
    require(++hits <= request.budgets().snapshots(), "more checkpoints than the run's budget");
  }

  private void checkCapture(Capture capture) throws RunBrokenException {
    require(capture.n() == captures++, "captures that are not numbered in order");
    long most =
        request.budgets().snapshots() + (long) request.budgets().wallSeconds() * CAPTURES_A_SECOND;
    require(captures <= most, "more captures than the run has time for");
    int end = -1;
    int covered = 0;
    for (FrameRange range : capture.frames()) {
      require(range.first() > end, "a capture whose ranges are not sorted");
      end = range.end();
      covered += range.count();
      require(covered <= Capture.MOST_FRAMES, "a capture of more frames than there can be");
    }
    checkFrames(capture);
    Words words = capture.words();
    require(
        words == null || words.deflated().length <= LONGEST_WORDS,
        "a capture of more words than there can be");
    FrameHashes hashes = capture.freeFrames();
    require(
        hashes == null || hashes.deflated().length <= 8 * FrameHashes.MOST + (1 << 16),
        "a capture of more hashes than there can be");
    require(
        capture.symbols() == null
            || request.profile().symbols().containsAll(capture.symbols().keySet()),
        "a symbol that nobody asked for");
    require(
        capture.physicalMap() == null || capture.physicalMap().size() <= SPANS_A_MAP,
        "a map of physical memory that is too long");
  }

  private void checkFrames(Capture capture) throws RunBrokenException {
    int last = -1;
    for (Capture.FrameContent content : capture.changed()) {
      require(
          content.frame() > last && content.frame() < 1 << 20 && fits(content),
          "a capture whose frames are not sorted, or too long");
      last = content.frame();
      frames.set(last);
    }
    require(frames.cardinality() <= FRAMES_A_RUN, "more frames than a run's captures may tell of");
  }

  private static boolean fits(Capture.FrameContent content) {
    return content.deflated().length <= LONGEST_FRAME;
  }

  private static void checkCode(RunEvent.CodeNamed it) throws RunBrokenException {
    require(
        it.places().size() <= RunEvent.CodeNamed.MOST
            && it.text().size() <= RunEvent.CodeNamed.MOST,
        "more names of code than there can be");
    for (CodePlace place : it.places()) {
      int length = place.function().length() + (place.file() == null ? 0 : place.file().length());
      require(length <= 2 * CodePlace.LONGEST_NAME, "too long a name");
    }
  }

  private static void checkWords(String code, String message) throws RunBrokenException {
    require(code.matches("[A-Z_]{1,40}"), "a code that is none");
    require(message.length() <= LONGEST_MESSAGE, "too long a message");
  }

  private static void require(boolean holds, String otherwise) throws RunBrokenException {
    if (!holds) {
      throw new RunBrokenException("it sent " + otherwise);
    }
  }
}
