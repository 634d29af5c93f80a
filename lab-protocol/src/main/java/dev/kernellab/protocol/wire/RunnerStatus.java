// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How a runner is, by its own account.
///
/// @param version of its software
/// @param protocol [RunnerProtocol#VERSION]
/// @param instance different for every process, so that one that has two addresses counts once
/// @param capacity runs it takes at a time
/// @param running runs under way
/// @param draining it takes no more
/// @param trouble why it cannot run kernels, and what to do
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunnerStatus(
    String version,
    int protocol,
    String instance,
    int capacity,
    int running,
    boolean draining,
    @Nullable String trouble) {

  public int room() {
    return draining || trouble != null ? 0 : Math.max(0, capacity - running);
  }

  /// The same with so many more runs under way.
  public RunnerStatus withMore(int runs) {
    int now = Math.max(0, running + runs);
    return new RunnerStatus(version, protocol, instance, capacity, now, draining, trouble);
  }
}
