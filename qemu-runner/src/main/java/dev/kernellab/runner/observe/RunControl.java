// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What others want of a run while it lasts. They only leave a note here and wake the run's own
/// thread up.
public final class RunControl {
  /// Bytes typed that the guest has not taken yet; more are dropped, as a full keyboard buffer
  /// does.
  private static final int MOST_TYPED = 65_536;

  private boolean cancelled;
  private boolean captureRequested;
  private final ArrayDeque<byte[]> typed = new ArrayDeque<>();
  private int typedBytes;
  private @Nullable Runnable wakeUp;

  public synchronized void cancel() {
    cancelled = true;
    wake();
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  public synchronized void requestCapture() {
    captureRequested = true;
    wake();
  }

  public synchronized void type(byte[] bytes) {
    if (typedBytes + bytes.length <= MOST_TYPED) {
      typed.add(bytes.clone());
      typedBytes += bytes.length;
      wake();
    }
  }

  /// Says how to reach the run's thread, or end what it waits for, from now on.
  public synchronized void onChange(Runnable reaction) {
    wakeUp = reaction;
    if (cancelled) {
      wake();
    }
  }

  synchronized boolean takeCaptureRequest() {
    boolean requested = captureRequested;
    captureRequested = false;
    return requested;
  }

  synchronized List<byte[]> takeTyped() {
    List<byte[]> all = new ArrayList<>(typed);
    typed.clear();
    typedBytes = 0;
    return all;
  }

  private void wake() {
    if (wakeUp != null) {
      wakeUp.run();
    }
  }
}
