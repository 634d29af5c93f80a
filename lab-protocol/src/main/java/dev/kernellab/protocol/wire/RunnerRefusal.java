// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

/// The codes of a runner's problems (RFC 9457) that its caller acts on.
public enum RunnerRefusal {
  /// As many runs as it can take at a time are under way: ask another, or later.
  RUNNER_BUSY,
  /// It was told to stop and takes nothing new: ask another.
  RUNNER_DRAINING,
  /// It cannot run kernels where it is, for want of a sandbox or of QEMU.
  RUNNER_UNFIT,
  /// The two ends are of different versions.
  RUNNER_VERSION,
  /// The caller did not show the secret they should share.
  RUNNER_SECRET,
  /// It has seen this attempt of the run, or a later one.
  ATTEMPT_STALE,
  /// The attempt is not with this runner, or no more.
  ATTEMPT_UNKNOWN,
  /// The request itself is at fault.
  REQUEST_MALFORMED,
  KERNEL_TOO_LARGE,
  INPUT_TOO_LARGE,
  ROUTE_UNKNOWN,
  /// The runner's own mistake.
  INTERNAL
}
