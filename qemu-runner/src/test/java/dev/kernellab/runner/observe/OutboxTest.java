// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.RunEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final List<RunEvent> sent = new ArrayList<>();
  private final Outbox outbox = new Outbox(sent::add);

  @Test
  void whatWaitsIsMadeBeforeWhateverIsToldAfterIt() {
    var made = new ArrayList<String>();
    outbox.accept(printed("a"));
    outbox.later(
        () -> {
          made.add("b");
          return printed("b");
        });
    outbox.later(() -> printed("c"));
    assertThat(sent).containsExactly(printed("a"));
    assertThat(made).isEmpty();

    outbox.accept(printed("d"));
    outbox.makeWaiting();

    assertThat(sent).containsExactly(printed("a"), printed("b"), printed("c"), printed("d"));
    assertThat(made).containsExactly("b");
  }

  private static RunEvent printed(String text) {
    return new RunEvent.SerialOutput(text);
  }
}
