// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.hook;

import dev.kernellab.api.settings.HookSettings;
import dev.kernellab.api.storage.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Tells whom the operator named of each submission's verdict, or nobody.
@Component
public class VerdictHooks implements SmartLifecycle {
  private final HookSettings settings;
  private final JsonMapper json;
  private final Clock clock;
  private final @Nullable HookQueue queue;
  private volatile boolean running;

  VerdictHooks(
      Database database,
      HookSettings settings,
      JsonMapper json,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.json = json;
    this.clock = clock;
    this.queue =
        settings.urls().isEmpty() ? null : new HookQueue(database, settings, json, meters, clock);
  }

  public boolean tellSomebody() {
    return queue != null;
  }

  /// To be called in the transaction that stores the verdict; sent as soon as that is committed.
  public void announce(VerdictNotice.Data verdict) {
    if (queue == null) {
      return;
    }
    Instant now = clock.instant();
    String body = json.writeValueAsString(new VerdictNotice(now, verdict));
    for (URI url : settings.urls()) {
      queue.put(new HookQueue.Message(url, body), now);
    }
  }

  @Override
  public void start() {
    if (queue != null) {
      queue.start();
    }
    running = true;
  }

  @Override
  public void stop() {
    if (queue != null) {
      queue.stop();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
