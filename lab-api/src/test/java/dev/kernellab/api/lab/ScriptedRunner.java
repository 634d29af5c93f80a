// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import dev.kernellab.protocol.Chord;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// A runner that boots nothing and says what its script says; waits, types and cancels as the real
/// one does.
public final class ScriptedRunner implements KernelRunner {
  public static final RunOutcome COMPLETED =
      new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "The kernel came to its end.");
  public static final RunOutcome LAB_FAULT =
      new RunOutcome(RunOutcome.Kind.LAB_FAULT, "MONITOR", "The monitor did not answer.");
  private static final RunOutcome CANCELLED =
      new RunOutcome(RunOutcome.Kind.CANCELLED, "CANCELLED", "The run was stopped.");

  /// What a run says before it ends.
  @FunctionalInterface
  public interface Script {
    RunOutcome play(Stage stage) throws InterruptedException;
  }

  /// Tells a script that its run was cancelled while it waited.
  private static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// What a script can do.
  public static final class Stage implements LiveRun {
    private final RunRequest request;
    private final Path kernel;
    private final Consumer<RunEvent> events;
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Stage(RunRequest request, Path kernel, Consumer<RunEvent> events) {
      this.request = request;
      this.kernel = kernel;
      this.events = events;
    }

    public RunRequest request() {
      return request;
    }

    public Path kernel() {
      return kernel;
    }

    public void say(RunEvent event) {
      events.accept(event);
    }

    /// Waits for the next thing asked of the run: what was typed, or `capture`.
    public String awaitWish() throws InterruptedException {
      String wish = arrived.take();
      if (wish.equals("cancel")) {
        throw new CancelledException();
      }
      return wish;
    }

    void play(Script script) {
      RunOutcome outcome;
      try {
        outcome = script.play(this);
      } catch (CancelledException e) {
        outcome = CANCELLED;
      } catch (InterruptedException e) {
        outcome = LAB_FAULT;
      }
      events.accept(new RunEvent.Ended(outcome));
      ended.countDown();
    }

    @Override
    public void cancel() {
      arrived.add("cancel");
    }

    @Override
    public void tell(RunWish wish) {
      arrived.add(
          switch (wish) {
            case RunWish.Type(byte[] bytes) -> new String(bytes, StandardCharsets.ISO_8859_1);
            case RunWish.Press(List<Chord> chords) -> "press " + chords.size();
            case RunWish.Capture it -> "capture";
            case RunWish.Pause it -> "pause";
            case RunWish.Step it -> "step";
            case RunWish.Continue it -> "continue";
          });
    }

    /// Its screen is always the same four bytes; its memory says where it is, byte by byte.
    @Override
    public CompletableFuture<RunAnswer> ask(RunQuestion question) {
      return CompletableFuture.completedFuture(
          switch (question) {
            case RunQuestion.Screen it -> new RunAnswer.Screen(new byte[] {1, 2, 3, 4});
            case RunQuestion.Memory(var space, Hex64 address, int length) -> {
              var bytes = new byte[length];
              for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (address.value() + i);
              }
              yield new RunAnswer.Memory(bytes, List.of());
            }
          });
    }

    @Override
    public void awaitEnd() throws InterruptedException {
      ended.await();
    }
  }

  private final Map<String, Script> byContent = new ConcurrentHashMap<>();
  private volatile Script otherwise = stage -> COMPLETED;
  private final List<RunRequest> started = new CopyOnWriteArrayList<>();

  /// Kernels whose bytes after the ELF magic are `name` run by this script.
  public void script(String name, Script script) {
    byContent.put(name, script);
  }

  /// Every other kernel is run by this one.
  public void scriptForAll(Script script) {
    otherwise = script;
  }

  public List<RunRequest> started() {
    return started;
  }

  @Override
  public LiveRun start(RunRequest request, Path kernel, Consumer<RunEvent> events) {
    started.add(request);
    var stage = new Stage(request, kernel, events);
    Thread.startVirtualThread(() -> stage.play(byContent.getOrDefault(name(kernel), otherwise)));
    return stage;
  }

  private static String name(Path kernel) {
    try {
      return Files.readString(kernel, StandardCharsets.ISO_8859_1).substring(4);
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel is to be read in place", e);
    }
  }
}
