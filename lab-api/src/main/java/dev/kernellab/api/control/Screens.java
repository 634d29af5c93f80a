// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.control;

import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.stereotype.Component;

/// The screens of machines, each asked for at most so often, however many people look at it.
@Component
class Screens {
  private static final long FRESH = Duration.ofMillis(400).toNanos();

  private final Runs runs;
  private final Map<String, Shot> shots = new ConcurrentHashMap<>();

  Screens(Runs runs) {
    this.runs = runs;
  }

  /// @param tag differs when the picture does
  @SuppressWarnings("ArrayRecordComponent") // read-only, and large
  record Picture(byte[] png, String tag) {}

  /// @param asked nanoseconds, by the machine's clock
  private record Shot(FutureTask<Picture> task, long asked) {
    boolean isFresh() {
      return System.nanoTime() - asked < FRESH;
    }
  }

  /// @throws Problem of `Runs.ask`
  Picture of(String run) {
    shots.values().removeIf(shot -> shot.task().isDone() && !shot.isFresh());
    Shot shot =
        shots.computeIfAbsent(
            run, id -> new Shot(new FutureTask<>(() -> take(id)), System.nanoTime()));
    shot.task().run(); // whoever comes first does it, the others wait
    try {
      return shot.task().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Problem problem ? problem : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("run " + run + ": interrupted", e);
    }
  }

  private Picture take(String run) {
    if (runs.ask(run, new RunQuestion.Screen()) instanceof RunAnswer.Screen(byte[] png)) {
      return new Picture(
          png, "\"" + Integer.toHexString(Arrays.hashCode(png)) + "-" + png.length + "\"");
    }
    throw new IllegalStateException("run " + run + ": the screen answered with something else");
  }
}
