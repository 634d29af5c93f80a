// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.runner.ScriptedStub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A monitor that is everything but a monitor.
class QmpClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration IMPATIENCE = Duration.ofMillis(100);
  private static final String GREETING = "{\"QMP\":{\"version\":{},\"capabilities\":[]}}\r\n";
  private static final String READY = GREETING + "{\"return\":{},\"id\":1}\r\n";

  private ScriptedStub stub;

  @BeforeEach
  void open() throws IOException {
    stub = new ScriptedStub();
  }

  @AfterEach
  void close() throws IOException {
    stub.close();
  }

  @Nested
  class Negotiation {
    @Test
    void greetsThenAgrees() throws Exception {
      stub.say(GREETING).answer("qmp_capabilities", "{\"return\":{},\"id\":1}\r\n");

      QmpClient.open(stub.socket(), PATIENCE).close();
    }

    @Test
    void noGreeting() {
      assertThatThrownBy(() -> QmpClient.open(stub.socket(), IMPATIENCE))
          .isInstanceOf(QmpTimeoutException.class);
    }

    @Test
    void hangsUpInsteadOfGreeting() throws Exception {
      stub.hangUp();

      assertThatThrownBy(() -> QmpClient.open(stub.socket(), PATIENCE))
          .isInstanceOf(QmpDisconnectedException.class);
    }

    @Test
    void somethingElseInsteadOfAGreeting() {
      stub.say("{\"return\":{},\"id\":1}\r\n");

      assertThatThrownBy(() -> QmpClient.open(stub.socket(), PATIENCE))
          .isInstanceOf(QmpProtocolException.class)
          .hasMessageContaining("greeting");
    }

    @Test
    void garbage() {
      stub.say("SSH-2.0-OpenSSH_9.2\r\n");

      assertThatThrownBy(() -> QmpClient.open(stub.socket(), PATIENCE))
          .isInstanceOf(QmpProtocolException.class)
          .hasMessageContaining("not JSON");
    }

    @Test
    void aLineWithoutEnd() {
      stub.say("{\"QMP\":\"" + "x".repeat(2 * MonitorLines.LONGEST));

      assertThatThrownBy(() -> QmpClient.open(stub.socket(), PATIENCE))
          .isInstanceOf(QmpProtocolException.class)
          .hasMessageContaining("longer than");
    }

    @Test
    void nestedWithoutEnd() {
      stub.say("{\"QMP\":" + "[".repeat(100_000) + "\r\n");

      assertThatThrownBy(() -> QmpClient.open(stub.socket(), PATIENCE))
          .isInstanceOf(QmpProtocolException.class);
    }

    @Test
    void numbersWithoutEnd() {
      stub.say("{\"return\":{},\"id\":" + "9".repeat(100_000) + "}\r\n");

      assertThatThrownBy(() -> QmpClient.open(stub.socket(), PATIENCE))
          .isInstanceOf(QmpProtocolException.class);
    }
  }

  @Nested
  class Calls {
    @Test
    void answersComeInTheOrderOfTheQuestions() throws Exception {
      QmpClient client = opened();
      stub.say("{\"return\":{\"icount\":7},\"id\":2}\n{\"return\":\"text\",\"id\":3}\n");
      List<JsonNode> answers =
          client.callAll(List.of(new QmpCommand.QueryReplay(), new QmpCommand.InfoRegisters()));

      assertThat(answers.getFirst().path("icount").asLong()).isEqualTo(7);
      assertThat(answers.getLast().asString()).isEqualTo("text");
    }

    @Test
    void aRefusalNamesTheCommand() throws Exception {
      QmpClient client = opened();
      stub.say("{\"error\":{\"class\":\"GenericError\",\"desc\":\"no such file\"},\"id\":2}\n");

      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpRefusedException.class)
          .hasMessage("query-replay: no such file");
    }

    @Test
    void theWrongId() throws Exception {
      QmpClient client = opened();
      stub.say("{\"return\":{},\"id\":77}\n");

      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpProtocolException.class)
          .hasMessageContaining("expected id 2, got 77");
    }

    @Test
    void noIdAtAll() throws Exception {
      QmpClient client = opened();
      stub.say("{\"return\":{}}\n");

      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpProtocolException.class);
    }

    @Test
    void silence() throws Exception {
      QmpClient client = opened(IMPATIENCE);

      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpTimeoutException.class)
          .hasMessageContaining("silent");
    }

    @Test
    void anAnswerThatComesTooLateIsNotTakenForTheNext() throws Exception {
      QmpClient client = opened(IMPATIENCE);
      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpTimeoutException.class);
      stub.say("{\"return\":{},\"id\":2}\n");

      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpProtocolException.class);
    }

    @Test
    void hangingUpInTheMiddle() throws Exception {
      QmpClient client = opened();
      stub.sayNow("{\"ret");
      stub.hangUp();

      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpDisconnectedException.class);
    }
  }

  @Nested
  class Events {
    private static final String SHUTDOWN =
        "{\"timestamp\":{},\"event\":\"SHUTDOWN\",\"data\":{\"guest\":true,\"reason\":\"guest-reset\"}}\n";

    @Test
    void comeBetweenAnswersAndAreKept() throws Exception {
      QmpClient client = opened();
      stub.say("{\"event\":\"RESUME\"}\n" + SHUTDOWN + "{\"return\":{},\"id\":2}\n");
      client.call(new QmpCommand.QueryReplay());

      assertThat(client.pollEvent()).contains(new QmpEvent.Other());
      assertThat(client.pollEvent()).contains(new QmpEvent.Shutdown(true, "guest-reset"));
      assertThat(client.pollEvent()).isEqualTo(Optional.empty());
    }

    @Test
    void aMigrationIsWaitedFor() throws Exception {
      QmpClient client = opened();
      stub.say(migration("setup") + "{\"event\":\"STOP\"}\n" + migration("completed") + SHUTDOWN);
      client.awaitMigration();

      assertThat(client.pollEvent()).contains(new QmpEvent.Shutdown(true, "guest-reset"));
    }

    @Test
    void aMigrationThatFails() throws Exception {
      QmpClient client = opened();
      stub.say(migration("active") + migration("failed"));

      assertThatThrownBy(client::awaitMigration)
          .isInstanceOf(QmpProtocolException.class)
          .hasMessage("migration: failed");
    }

    private static String migration(String status) {
      return "{\"event\":\"MIGRATION\",\"data\":{\"status\":\"" + status + "\"}}\n";
    }

    @Test
    void aFloodOfThem() throws Exception {
      QmpClient client = opened();
      stub.say("{\"event\":\"RTC_CHANGE\"}\n".repeat(100_000));

      assertThatThrownBy(() -> client.call(new QmpCommand.QueryReplay()))
          .isInstanceOf(QmpProtocolException.class)
          .hasMessageContaining("events");
    }
  }

  private QmpClient opened() throws QmpException {
    return opened(PATIENCE);
  }

  private QmpClient opened(Duration patience) throws QmpException {
    stub.say(READY);
    return QmpClient.open(stub.socket(), patience);
  }
}
