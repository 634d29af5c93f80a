// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// What is watched for in the traffic of one kind, and what happens when it goes by: once, to the
/// first connection that shows it, before the bytes that show it are passed on.
final class Traps implements Wire.Watch {
  private final Set<Trap> armed = ConcurrentHashMap.newKeySet();

  private record Trap(
      BiPredicate<Wire.Line, String> moment,
      Consumer<Wire.Line> act,
      CompletableFuture<Wire.Line> sprung) {}

  /// @param text is seen when the moment has come
  CompletableFuture<Wire.Line> arm(String text, Consumer<Wire.Line> act) {
    return arm((line, seen) -> seen.contains(text), act);
  }

  /// @return completed once the trap has done what it does; when it is cancelled the trap is gone
  CompletableFuture<Wire.Line> arm(BiPredicate<Wire.Line, String> moment, Consumer<Wire.Line> act) {
    var trap = new Trap(moment, act, new CompletableFuture<>());
    armed.add(trap);
    trap.sprung().whenComplete((line, given) -> armed.remove(trap));
    return trap.sprung();
  }

  @Override
  public void see(Wire.Line line, byte[] bytes, int count) {
    if (armed.isEmpty()) {
      return;
    }
    var text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    for (Trap trap : armed) {
      if (trap.moment().test(line, text) && armed.remove(trap)) {
        trap.act().accept(line);
        trap.sprung().complete(line);
      }
    }
  }
}
