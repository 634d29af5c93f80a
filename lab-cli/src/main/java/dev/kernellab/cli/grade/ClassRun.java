// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Goes through a class, several at a time. Nothing that one hands in keeps the others from their
/// marks; what the lab failed is tried once more.
final class ClassRun {
  private final Marker marker;
  private final int atATime;

  ClassRun(Marker marker, int atATime) {
    this.marker = marker;
    this.atATime = atATime;
  }

  /// What came of one of them.
  record Result(HandedIn handedIn, Mark mark) {}

  /// @param done is told of each as it is done, one at a time
  /// @return in the order of what was handed in
  List<Result> run(List<HandedIn> all, Consumer<Result> done) throws InterruptedException {
    var results = new ArrayList<Result>();
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(atATime, all.size()))) {
      var running = new ArrayList<Future<Result>>();
      for (HandedIn one : all) {
        running.add(threads.submit(() -> tell(done, new Result(one, mark(one)))));
      }
      for (Future<Result> result : running) {
        results.add(result.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return results;
  }

  private synchronized Result tell(Consumer<Result> done, Result result) {
    done.accept(result);
    return result;
  }

  private Mark mark(HandedIn one) throws InterruptedException {
    Mark first = markOnce(one);
    return first instanceof Mark.LabFault ? markOnce(one) : first;
  }

  /// A mistake of ours is the lab's fault, too, and must not take the class with it.
  private Mark markOnce(HandedIn one) throws InterruptedException {
    try {
      return marker.mark(one);
    } catch (RuntimeException e) {
      return new Mark.LabFault(String.valueOf(e));
    }
  }
}
