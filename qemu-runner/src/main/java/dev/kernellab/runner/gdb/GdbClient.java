// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.socket.Deadline;
import dev.kernellab.runner.socket.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Run control of one machine through QEMU's gdb stub. While the machine runs, only [#pollStop] and
/// [#awaitStop] may be called: any byte sent then would stop it. Acknowledgements are left out: a
/// unix socket loses nothing, and QEMU takes the next packet for one. For one thread.
public final class GdbClient implements AutoCloseable {
  private static final int LONGEST_TEXT = 1 << 19;

  private final UnixSocket socket;
  private final PacketReader packets;
  private final Duration patience;

  private GdbClient(UnixSocket socket, Duration patience) {
    this.socket = socket;
    this.packets = new PacketReader(socket);
    this.patience = patience;
  }

  /// Asks the stub of a stopped machine how it is, which also shows that there is one.
  public static GdbClient open(UnixSocket socket, Duration patience) throws GdbException {
    var client = new GdbClient(socket, patience);
    client.send(GdbPacket.wrap("?"));
    client.awaitStop();
    return client;
  }

  /// Stops the machine whenever it is about to execute one of these.
  public void insertBreakpoints(Collection<LinearAddress> addresses) throws GdbException {
    exchange(addresses.stream().map(address -> breakpoint('Z', address)).toList());
  }

  public void removeBreakpoints(Collection<LinearAddress> addresses) throws GdbException {
    exchange(addresses.stream().map(address -> breakpoint('z', address)).toList());
  }

  /// Starts to execute one instruction, also one under a breakpoint, where `c` would stop again at
  /// once: in QEMU a single step goes before breakpoints (since 6.2, `check_for_breakpoints`). One
  /// stop reply will come.
  public void step() throws GdbException {
    send(GdbPacket.wrap("s"));
  }

  /// Reads memory of a stopped machine as its instructions would.
  ///
  /// @param length at most 1,024 bytes
  /// @return fewer bytes, or none, where nothing is mapped
  public byte[] readMemory(LinearAddress from, int length) throws GdbException {
    send(GdbPacket.wrap("m" + Long.toHexString(from.value()) + "," + Integer.toHexString(length)));
    String answer = text(receive());
    if (answer.startsWith("E")) {
      return new byte[0];
    }
    return bytes(answer);
  }

  private static byte[] bytes(String hexadecimal) throws GdbException {
    try {
      return HexFormat.of().parseHex(hexadecimal);
    } catch (IllegalArgumentException e) {
      throw new GdbException("gdb stub: expected hexadecimal digits", e);
    }
  }

  /// What the monitor can be asked to print of a machine that stands still.
  public enum Shown {
    REGISTERS("info registers"),
    MEMORY_TREE("info mtree -f");

    /// gdb manual, appendix E.4: `qRcmd`, and the command in hexadecimal.
    private final String message;

    Shown(String command) {
      byte[] text = command.getBytes(StandardCharsets.US_ASCII);
      this.message = "qRcmd," + HexFormat.of().formatHex(text);
    }
  }

  /// Asks the monitor. The stub is read in one go, where the monitor's own line is read byte by
  /// byte; but it stops a machine that runs.
  public void askFor(Shown... what) throws GdbException {
    var packets = new ByteArrayOutputStream();
    for (Shown question : what) {
      packets.writeBytes(GdbPacket.wrap(question.message));
    }
    send(packets.toByteArray());
  }

  /// The answer to the first question that has none yet. It comes line by line, and most cheaply
  /// when all of it is there.
  public MonitorText shown() throws GdbException {
    var digits = new ByteArrayOutputStream(PacketReader.LONGEST);
    byte[] answer = receive();
    for (; !isOk(answer); answer = receive()) {
      if (answer.length == 0 || answer[0] != 'O' || digits.size() > LONGEST_TEXT) {
        throw new GdbException("monitor: expected text, got \"" + text(answer) + "\"");
      }
      digits.write(answer, 1, answer.length - 1);
    }
    return new MonitorText(digits.toByteArray());
  }

  /// Lets the machine run; one stop reply will come.
  public void resume() throws GdbException {
    send(GdbPacket.wrap("c"));
  }

  /// Makes a machine that runs stop (gdb manual, appendix E.8); one that stands still does not
  /// mind.
  public void interrupt() throws GdbException {
    send(new byte[] {3});
  }

  /// The stop reply, if it has come.
  public Optional<StopReply> pollStop() throws GdbException {
    Optional<byte[]> message = packets.next(new Deadline(System.nanoTime()));
    return message.isEmpty() ? Optional.empty() : Optional.of(StopReply.parse(text(message.get())));
  }

  /// Waits for the stop reply of a machine that is about to stop.
  public StopReply awaitStop() throws GdbException {
    return StopReply.parse(text(receive()));
  }

  public SelectableChannel channel() {
    return socket.channel();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// A software breakpoint. QEMU keeps it outside the guest's memory, so that the guest cannot see
  /// it and it needs no page to be mapped yet.
  private static String breakpoint(char command, LinearAddress address) {
    return command + "0," + Long.toHexString(address.value()) + ",1";
  }

  private void exchange(List<String> messages) throws GdbException {
    for (String message : messages) {
      send(GdbPacket.wrap(message));
    }
    for (String message : messages) {
      byte[] answer = receive();
      if (!isOk(answer)) {
        throw new GdbException(message + ": expected OK, got \"" + text(answer) + "\"");
      }
    }
  }

  private static boolean isOk(byte[] answer) {
    return answer.length == 2 && answer[0] == 'O' && answer[1] == 'K';
  }

  private static String text(byte[] answer) {
    return new String(answer, StandardCharsets.ISO_8859_1);
  }

  private byte[] receive() throws GdbException {
    return packets
        .next(Deadline.in(patience))
        .orElseThrow(() -> new GdbException("gdb stub: silent for " + patience));
  }

  private void send(byte[] bytes) throws GdbException {
    try {
      if (!socket.write(ByteBuffer.wrap(bytes), Deadline.in(patience))) {
        throw new GdbException("gdb stub: took no command within " + patience);
      }
    } catch (GdbException e) {
      throw e;
    } catch (IOException e) {
      throw new GdbException("gdb stub: connection broken", e);
    }
  }
}
