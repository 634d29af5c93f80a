// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunWish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What others want of a run while it lasts. They only leave a note here and wake the run's own
/// thread up.
public final class RunControl {
  /// Wishes not taken up yet; more are dropped, as a full keyboard buffer does.
  private static final int MOST_WISHES = 1_024;

  private static final int MOST_QUESTIONS = 16;

  private boolean cancelled;
  private boolean over;
  private final ArrayDeque<RunWish> wishes = new ArrayDeque<>();
  private final ArrayDeque<Question> questions = new ArrayDeque<>();
  private @Nullable Runnable wakeUp;

  /// @param answer whoever asked waits for it
  record Question(RunQuestion asked, CompletableFuture<RunAnswer> answer) {}

  public synchronized void cancel() {
    cancelled = true;
    wake();
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  public synchronized void tell(RunWish wish) {
    if (wishes.size() < MOST_WISHES && !over) {
      wishes.add(wish);
      wake();
    }
  }

  public synchronized CompletableFuture<RunAnswer> ask(RunQuestion question) {
    var answer = new CompletableFuture<RunAnswer>();
    if (over) {
      answer.complete(NOT_LIVE);
    } else if (questions.size() == MOST_QUESTIONS) {
      answer.complete(BUSY);
    } else {
      questions.add(new Question(question, answer));
      wake();
    }
    return answer;
  }

  /// Nobody takes anything from here any more.
  public void end() {
    List<Question> open;
    synchronized (this) {
      over = true;
      wishes.clear();
      open = takeQuestions();
    }
    open.forEach(question -> question.answer().complete(NOT_LIVE));
  }

  /// Says how to reach the run's thread, or end what it waits for, from now on.
  public synchronized void onChange(Runnable reaction) {
    wakeUp = reaction;
    if (cancelled) {
      wake();
    }
  }

  synchronized List<RunWish> takeWishes() {
    List<RunWish> all = new ArrayList<>(wishes);
    wishes.clear();
    return all;
  }

  synchronized List<Question> takeQuestions() {
    List<Question> all = new ArrayList<>(questions);
    questions.clear();
    return all;
  }

  private void wake() {
    if (wakeUp != null) {
      wakeUp.run();
    }
  }

  private static final RunAnswer NOT_LIVE =
      new RunAnswer.Refused("RUN_NOT_LIVE", "The run has ended: its machine is gone.");

  private static final RunAnswer BUSY =
      new RunAnswer.Refused(
          "INPUT_TOO_FAST", "The machine has not answered earlier questions yet. Ask it later.");
}
