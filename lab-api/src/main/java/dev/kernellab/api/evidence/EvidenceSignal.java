// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.evidence;

/// Tells whoever waits that a run has new evidence. Says neither what nor how much: the log is the
/// truth. With several replicas this is the database's business; in one process it is not.
public interface EvidenceSignal {

  /// New evidence of `run` has been committed.
  void announce(String run);

  /// Calls `listener` soon after each announcement, from any thread; it must not block.
  Subscription listen(String run, Runnable listener);

  /// Ends the listening.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
