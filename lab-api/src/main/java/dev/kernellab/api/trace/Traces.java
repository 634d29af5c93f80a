// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.trace;

/// Where spans go. Neither waits nor fails, whatever becomes of them.
public interface Traces {

  /// Nobody wants any.
  Traces NONE =
      new Traces() {
        @Override
        public boolean areWanted() {
          return false;
        }

        @Override
        public void add(RunSpan span) {}
      };

  /// Whether there is any use in making spans.
  boolean areWanted();

  void add(RunSpan span);
}
