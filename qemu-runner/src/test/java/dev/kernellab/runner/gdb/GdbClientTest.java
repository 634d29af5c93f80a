// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.ScriptedStub;
import dev.kernellab.runner.gdb.GdbClient.Shown;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stub whose packets, checksums included, are written out by hand.
class GdbClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration IMPATIENCE = Duration.ofMillis(100);
  private static final String STOPPED = "+$T05thread:01;#07";
  private static final String OK = "+$OK#9a";

  private ScriptedStub stub;

  @BeforeEach
  void open() throws IOException {
    stub = new ScriptedStub();
  }

  @AfterEach
  void close() throws IOException {
    stub.close();
  }

  @Test
  void asksHowTheMachineIsThenSetsBreakpoints() throws Exception {
    stub.answer("$?#3f", STOPPED);
    GdbClient client = GdbClient.open(stub.socket(), PATIENCE);
    stub.answer("$Z0,100000,1#34", OK).say("");
    client.insertBreakpoints(List.of(new LinearAddress(0x100000)));
  }

  @Test
  void aStopReplyMayComeAtAnyTime() throws Exception {
    GdbClient client = opened(PATIENCE);
    assertThat(client.pollStop()).isEmpty();
    stub.sayNow("$T0");
    assertThat(client.pollStop()).isEmpty();
    stub.sayNow("5thread:01;#07");

    assertThat(client.pollStop()).contains(new StopReply(5));
  }

  @Test
  void otherSignalsAreNoTraps() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.sayNow("$S02#b5");

    assertThat(client.awaitStop().isTrap()).isFalse();
  }

  @Test
  void aBreakpointThatIsRefused() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.sayNow("+$E22#a9");

    assertThatThrownBy(() -> client.insertBreakpoints(List.of(new LinearAddress(0))))
        .isInstanceOf(GdbException.class)
        .hasMessageContaining("E22");
  }

  @Test
  void theMonitorsTextComesInPieces() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.answer(
        "$qRcmd,696e666f20726567697374657273#5a", "+$O4541583d310d0a#aa$O4549503d320d0a#ab$OK#9a");
    client.askFor(Shown.REGISTERS);

    assertThat(client.shown().read()).isEqualTo("EAX=1\r\nEIP=2\r\n");
  }

  @Test
  void textsAreToldApartWithoutReadingThem() throws Exception {
    GdbClient client = opened(PATIENCE);
    String eax = "+$O4541583d310d0a#aa$OK#9a";
    stub.sayNow(eax + eax + "+$O4549503d320d0a#ab$OK#9a");
    MonitorText first = client.shown();

    assertThat(client.shown()).isEqualTo(first);
    assertThat(client.shown()).isNotEqualTo(first);
  }

  @Test
  void packetsFillTheBufferManyTimesOver() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.say("$O4541583d310d0a#aa".repeat(20_000) + "$OK#9a");

    assertThat(client.shown().read()).isEqualTo("EAX=1\r\n".repeat(20_000));
  }

  @Test
  void textThatIsNoText() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.sayNow("+$Oxy#40$OK#9a");
    MonitorText text = client.shown();

    assertThatThrownBy(text::read).isInstanceOf(GdbException.class);
  }

  @Test
  void noTextButAnError() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.sayNow("+$E22#a9");

    assertThatThrownBy(client::shown).isInstanceOf(GdbException.class).hasMessageContaining("E22");
  }

  @Test
  void textWithoutEnd() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.say("$O4541583d310d0a#aa".repeat(100_000));

    assertThatThrownBy(client::shown).isInstanceOf(GdbException.class);
  }

  @Test
  void silence() throws Exception {
    GdbClient client = opened(IMPATIENCE);

    assertThatThrownBy(client::awaitStop).isInstanceOf(GdbException.class);
  }

  @Test
  void aWrongChecksum() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.sayNow("$OK#00");

    assertThatThrownBy(client::awaitStop).hasMessageContaining("checksum");
  }

  @Test
  void garbage() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.sayNow("HTTP/1.1 200 OK\r\n");

    assertThatThrownBy(client::awaitStop).hasMessageContaining("expected $");
  }

  @Test
  void aPacketWithoutEnd() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.say("$" + "T".repeat(1 << 20));

    assertThatThrownBy(client::awaitStop).hasMessageContaining("longer than");
  }

  @Test
  void hangingUp() throws Exception {
    GdbClient client = opened(PATIENCE);
    stub.hangUp();

    assertThatThrownBy(client::awaitStop).isInstanceOf(GdbException.class);
  }

  private GdbClient opened(Duration patience) throws Exception {
    stub.sayNow(STOPPED);
    return GdbClient.open(stub.socket(), patience);
  }
}
