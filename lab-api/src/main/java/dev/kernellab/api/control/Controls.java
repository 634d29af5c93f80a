// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.storage.Database;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.RunMode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Who is at the controls of a run: a lease in the database, the same for every replica. Whoever
/// asks first has it, until they give it up or have not been heard of for [#LEASE]. While nobody
/// has it, anybody may act without.
@Component
class Controls {
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Runs runs;
  private final Database database;
  private final Clock clock;

  Controls(Runs runs, Database database, Clock clock) {
    this.runs = runs;
    this.database = database;
    this.clock = clock;
  }

  /// @param held somebody is at the controls
  /// @param mine whoever asks is
  /// @param name of whom, as they gave it
  /// @param token to show with every request; only to whom it is given
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Control(
      boolean held,
      boolean mine,
      @Nullable String name,
      @Nullable Instant until,
      @Nullable String token) {
    private static final Control FREE = new Control(false, false, null, null, null);
  }

  private record Lease(String token, String name, long until) {}

  /// Takes control, or keeps it for longer.
  ///
  /// @param shown the token of whoever has it already
  /// @throws Problem `RUN_CONTROLLED`
  Control take(String id, Optional<String> shown, String name) {
    requireInteractive(id);
    String token = shown.orElseGet(Controls::newToken);
    Instant until = clock.instant().plus(LEASE);
    boolean taken =
        database
                .write()
                .sql(
                    """
                    insert into control (run, token, name, until)
                    values (:run, :token, :name, :until)
                    on conflict (run) do update set
                      token = excluded.token, name = excluded.name, until = excluded.until
                    where control.until < :now or control.token = excluded.token
                    """)
                .param("run", id)
                .param("token", token)
                .param("name", name)
                .param("until", until.toEpochMilli())
                .param("now", clock.millis())
                .update()
            == 1;
    if (!taken) {
      throw find(id).map(Controls::controlled).orElseGet(() -> controlled(NOBODY_NOW));
    }
    return new Control(true, true, name, until, token);
  }

  private static final Lease NOBODY_NOW = new Lease("", "", 0);

  Control look(String id, Optional<String> shown) {
    runs.get(id);
    return find(id)
        .map(
            lease ->
                new Control(
                    true,
                    shown.filter(lease.token()::equals).isPresent(),
                    lease.name(),
                    Instant.ofEpochMilli(lease.until()),
                    null))
        .orElse(Control.FREE);
  }

  /// Harmless when it is not theirs.
  void giveUp(String id, Optional<String> shown) {
    database
        .write()
        .sql("delete from control where run = :run and token = :token or until < :now")
        .param("run", id)
        .param("token", shown.orElse(""))
        .param("now", clock.millis())
        .update();
  }

  /// @throws Problem `RUN_GRADED`, or `RUN_CONTROLLED` when somebody else is at the controls
  void require(String id, Optional<String> shown) {
    requireInteractive(id);
    find(id)
        .filter(lease -> !shown.equals(Optional.of(lease.token())))
        .ifPresent(
            lease -> {
              throw controlled(lease);
            });
  }

  /// @throws Problem `RUN_GRADED`
  void requireInteractive(String id) {
    Run run = runs.get(id);
    if (run.plan().mode() == RunMode.GRADED) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "RUN_GRADED",
          "A graded run can only be looked at: whatever is typed, paused or read meanwhile could"
              + " change what is graded. Submit with mode=interactive, or read its snapshots.");
    }
  }

  private Optional<Lease> find(String run) {
    return database
        .read()
        .sql("select token, name, until from control where run = :run and until >= :now")
        .param("run", run)
        .param("now", clock.millis())
        .query(
            (row, index) ->
                new Lease(row.getString("token"), row.getString("name"), row.getLong("until")))
        .optional();
  }

  private static Problem controlled(Lease lease) {
    return new Problem(
        HttpStatus.CONFLICT,
        "RUN_CONTROLLED",
        (lease.name().isEmpty() ? "Somebody else" : lease.name())
            + " is at the controls of this run. Watch, and try again when they have left them: "
            + LEASE.toSeconds()
            + " seconds after they were last heard of at the latest.");
  }

  private static String newToken() {
    var bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
