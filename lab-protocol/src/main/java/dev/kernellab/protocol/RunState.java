// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// Where a run is on its way; in this order, none twice within an attempt.
public enum RunState {
  QUEUED,
  BUILDING,
  BOOTING,
  RUNNING,
  GRADING,
  ENDED
}
