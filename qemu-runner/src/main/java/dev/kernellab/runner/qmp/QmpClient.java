// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.runner.socket.Deadline;
import dev.kernellab.runner.socket.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A conversation with one monitor. Commands can be sent several at a time: the answers come in the
/// order of the questions, and an answer to anything else ends the conversation. For one thread.
public final class QmpClient implements AutoCloseable {
  /// More than this unread is a flood, and no QEMU that means well.
  private static final int MOST_EVENTS = 1_000;

  private final UnixSocket socket;
  private final MonitorLines lines;
  private final Duration patience;
  private final String version;
  private final ArrayDeque<QmpEvent> events = new ArrayDeque<>();
  private long lastId;

  private QmpClient(UnixSocket socket, MonitorLines lines, Duration patience, String version) {
    this.socket = socket;
    this.lines = lines;
    this.patience = patience;
    this.version = version;
  }

  /// Waits for the greeting and answers it.
  ///
  /// @param patience how long each answer may take
  public static QmpClient open(UnixSocket socket, Duration patience) throws QmpException {
    var lines = new MonitorLines(socket);
    QmpMessage first = receive(lines, patience, Deadline.in(patience));
    if (!(first instanceof QmpMessage.Greeting(String version))) {
      throw new QmpProtocolException("greeting: expected, got " + nameOf(first));
    }
    var client = new QmpClient(socket, lines, patience, version);
    client.call(new QmpCommand.Capabilities());
    return client;
  }

  /// QEMU's own, as its greeting tells.
  public String version() {
    return version;
  }

  public JsonNode call(QmpCommand command) throws QmpException {
    return callAll(List.of(command)).getFirst();
  }

  /// Sends all commands, then collects all answers: one wait instead of many.
  public List<JsonNode> callAll(List<? extends QmpCommand> commands) throws QmpException {
    Deadline deadline = Deadline.in(patience);
    long firstId = lastId + 1;
    send(commands, deadline);
    var answers = new ArrayList<JsonNode>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      answers.add(answer(firstId + i, commands.get(i), deadline));
    }
    return answers;
  }

  /// Looks for an event that has already come, without waiting.
  public Optional<QmpEvent> pollEvent() throws QmpException {
    Deadline now = new Deadline(System.nanoTime());
    for (var line = lines.next(now); line.isPresent(); line = lines.next(now)) {
      if (!(QmpMessage.parse(line.get()) instanceof QmpMessage.Event event)) {
        throw new QmpProtocolException("reply: came though nothing was asked");
      }
      keep(event);
    }
    return Optional.ofNullable(events.poll());
  }

  /// Waits until the machine's state has been written, or taken.
  public void awaitMigration() throws QmpException {
    Deadline deadline = Deadline.in(patience);
    while (true) {
      QmpEvent event = events.isEmpty() ? nextEvent(deadline) : events.remove();
      if (event instanceof QmpEvent.Migration(String status)) {
        switch (status) {
          case "completed" -> {
            return;
          }
          case "failed", "cancelled" -> throw new QmpProtocolException("migration: " + status);
          default -> {} // it goes on
        }
      }
    }
  }

  private QmpEvent nextEvent(Deadline deadline) throws QmpException {
    QmpMessage message = receive(deadline);
    if (message instanceof QmpMessage.Event event) {
      return QmpEvent.of(event);
    }
    throw new QmpProtocolException("reply: came though nothing was asked");
  }

  public SelectableChannel channel() {
    return socket.channel();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send(List<? extends QmpCommand> commands, Deadline deadline) throws QmpException {
    var bytes = new ByteArrayOutputStream();
    for (QmpCommand command : commands) {
      bytes.writeBytes(QmpMessage.Reader.write(message(command, ++lastId)));
      bytes.write('\n');
    }
    try {
      if (!socket.write(ByteBuffer.wrap(bytes.toByteArray()), deadline)) {
        throw new QmpTimeoutException("monitor: took no command within " + patience);
      }
    } catch (QmpException e) {
      throw e;
    } catch (IOException e) {
      throw new QmpDisconnectedException("monitor: connection broken", e);
    }
  }

  /// QEMU reads a monitor byte by byte, and each is a round of its main loop: nothing is said that
  /// need not be.
  private static Map<String, Object> message(QmpCommand command, long id) {
    return command.arguments().isEmpty()
        ? Map.of("execute", command.execute(), "id", id)
        : Map.of("execute", command.execute(), "arguments", command.arguments(), "id", id);
  }

  private JsonNode answer(long id, QmpCommand command, Deadline deadline) throws QmpException {
    while (true) {
      switch (receive(deadline)) {
        case QmpMessage.Event event -> keep(event);
        case QmpMessage.Success(long repliedTo, JsonNode value) when repliedTo == id -> {
          return value;
        }
        case QmpMessage.Failure(long repliedTo, String description) when repliedTo == id ->
            throw new QmpRefusedException(command.execute() + ": " + description);
        case QmpMessage.Success other ->
            throw new QmpProtocolException("reply: expected id " + id + ", got " + other.id());
        case QmpMessage.Failure other ->
            throw new QmpProtocolException("error: expected id " + id + ", got " + other.id());
        case QmpMessage.Greeting ignored ->
            throw new QmpProtocolException("greeting: came a second time");
      }
    }
  }

  private QmpMessage receive(Deadline deadline) throws QmpException {
    return receive(lines, patience, deadline);
  }

  private static QmpMessage receive(MonitorLines lines, Duration patience, Deadline deadline)
      throws QmpException {
    byte[] line =
        lines
            .next(deadline)
            .orElseThrow(() -> new QmpTimeoutException("monitor: silent for " + patience));
    return QmpMessage.parse(line);
  }

  private void keep(QmpMessage.Event event) throws QmpProtocolException {
    if (events.size() == MOST_EVENTS) {
      throw new QmpProtocolException("events: more than " + MOST_EVENTS + " at once");
    }
    events.add(QmpEvent.of(event));
  }

  private static String nameOf(QmpMessage message) {
    return message.getClass().getSimpleName();
  }
}
