// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.protocol.wire.RunnerStatus;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// What the runners say. A lab none of whose runners answers is still ready: it shows what there is
/// and takes what is submitted, which waits.
final class FleetHealth implements HealthIndicator {
  private final RunnerFleet fleet;

  FleetHealth(RunnerFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public Health health() {
    try {
      List<RunnerFleet.Member> members = fleet.look();
      boolean any = members.stream().anyMatch(it -> it.trouble().isEmpty());
      Health.Builder health = any ? Health.up() : Health.unknown();
      members.forEach(it -> health.withDetail(it.address().toString(), describe(it)));
      return health.build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.unknown().build();
    }
  }

  private static String describe(RunnerFleet.Member member) {
    RunnerStatus status = member.status();
    return status == null || !member.trouble().isEmpty()
        ? member.trouble()
        : "%d of %d places taken".formatted(status.running(), status.capacity());
  }
}
