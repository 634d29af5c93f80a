// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

/// Tells whoever waits, on whichever replica, that there is something new about a topic. Says
/// neither what nor how much, and may be late or lost with a connection: the database is the truth,
/// and whoever waits looks there now and then all the same.
public interface Signal {

  /// Something new about `topic` has been committed. Returns at once.
  void announce(String topic);

  /// Calls `listener` soon after each announcement, from any thread; it must not block.
  Subscription listen(String topic, Runnable listener);

  /// Ends the listening.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
