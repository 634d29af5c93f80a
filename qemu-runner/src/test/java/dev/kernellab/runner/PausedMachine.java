// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A QEMU that never runs an instruction: its RAM is a file mapped here too, its control registers
/// are set through the gdb stub, and its monitor translates. Started and spoken to without any code
/// of the lab's.
final class PausedMachine implements AutoCloseable {
  // QEMU, target/i386/gdbstub.c: the numbers of the control registers.
  private static final int CR0 = 27;
  private static final int CR3 = 29;
  private static final int CR4 = 30;
  private static final int EFER = 32;
  private static final int LONGEST_ANSWER = 1 << 24;
  private static final long CR0_PG_PE = 0x8000_0001L;

  private final ByteBuffer ram;
  private final Process qemu;
  private final SocketChannel debugger;
  private final BufferedReader said;

  PausedMachine(Path folder, int megabytes) throws IOException {
    Path memory = folder.resolve("ram");
    try (FileChannel file =
        FileChannel.open(
            memory, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ram = file.map(MapMode.READ_WRITE, 0, (long) megabytes << 20).order(ByteOrder.LITTLE_ENDIAN);
    }
    Path socket = Files.createTempDirectory("oracle").resolve("gdb");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      qemu =
          new ProcessBuilder(
                  "qemu-system-x86_64",
                  "-S",
                  "-nodefaults",
                  "-display",
                  "none",
                  "-m",
                  megabytes + "M",
                  "-cpu",
                  "qemu64",
                  "-object",
                  "memory-backend-file,id=ram,share=on,size=" + megabytes + "M,mem-path=" + memory,
                  "-machine",
                  "pc,memory-backend=ram",
                  "-chardev",
                  "socket,id=gdb,path=" + socket,
                  "-gdb",
                  "chardev:gdb",
                  "-monitor",
                  "stdio")
              .redirectErrorStream(true)
              .start();
      debugger = server.accept();
    }
    askForRegisters();
    Files.delete(socket);
    Files.delete(socket.getParent());
    said =
        new BufferedReader(
            new InputStreamReader(qemu.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /// Registers can be set only once they have been asked for.
  private void askForRegisters() throws IOException {
    exchange("qXfer:features:read:target.xml:0,fff");
  }

  /// Physical memory from address 0 on.
  ByteBuffer ram() {
    return ram;
  }

  /// Paging is switched off first, so that every mode can follow every other.
  void translateBy(long cr3, long cr4, long efer) throws IOException {
    set(CR0, 1);
    set(CR4, 0);
    set(EFER, 0);
    set(EFER, efer & ~0x400); // LMA is the processor's own doing
    set(CR4, cr4);
    set(CR3, cr3);
    set(CR0, CR0_PG_PE);
    String registers = ask("info registers");
    String expected = "CR3=%016x CR4=%08x".formatted(cr3, cr4);
    if (!registers.contains(expected)
        && !registers.contains("CR3=%08x CR4=%08x".formatted(cr3, cr4))) {
      throw new IOException("the registers were not taken: " + expected + " in " + registers);
    }
    if (!registers.contains("EFER=%016x".formatted(efer))) {
      throw new IOException("EFER is not " + Long.toHexString(efer) + " in " + registers);
    }
  }

  /// What the monitor answers, line by line joined.
  String ask(String question) throws IOException {
    return askAll(List.of(question)).getFirst();
  }

  /// The last line of each answer, without the monitor's echo of the question.
  List<String> lastLines(List<String> questions) throws IOException {
    return askAll(questions).stream()
        .map(
            answer ->
                answer
                    .lines()
                    .filter(line -> !line.startsWith("(qemu)"))
                    .reduce("", (before, line) -> line.strip()))
        .toList();
  }

  /// The answers, in order; each question is followed by one whose answer is known.
  List<String> askAll(List<String> questions) throws IOException {
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    OutputStream in = qemu.getOutputStream();
                    for (String question : questions) {
                      in.write((question + "\nprint 0x7e57\n").getBytes(StandardCharsets.US_ASCII));
                    }
                    in.flush();
                  } catch (IOException e) {
                    qemu.destroyForcibly(); // the reader below then tells
                  }
                });
    var answers = new ArrayList<String>();
    var answer = new StringBuilder();
    while (answers.size() < questions.size()) {
      String line = said.readLine();
      if (line == null) {
        throw new IOException("QEMU has ended: " + answer);
      }
      if (line.equals("0x7e57")) {
        answers.add(answer.toString());
        answer.setLength(0);
      } else {
        answer.append(line).append('\n');
      }
      if (answer.length() > LONGEST_ANSWER) {
        throw new IOException("QEMU does not come to an end");
      }
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answers;
  }

  private void set(int register, long value) throws IOException {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    String command = "P%x=%s".formatted(register, HexFormat.of().formatHex(bytes));
    if (!exchange(command).contains("$OK#")) {
      throw new IOException("gdb stub: refused " + command);
    }
  }

  private String exchange(String command) throws IOException {
    int sum = command.chars().sum() & 0xFF;
    String packet = "$%s#%02x".formatted(command, sum);
    debugger.write(ByteBuffer.wrap(packet.getBytes(StandardCharsets.US_ASCII)));
    var in = Channels.newInputStream(debugger);
    var answer = new StringBuilder();
    while (!answer.toString().matches("(?s).*#..")) {
      answer.append((char) in.read());
    }
    debugger.write(ByteBuffer.wrap(new byte[] {'+'}));
    return answer.toString();
  }

  @Override
  public void close() throws Exception {
    debugger.close();
    qemu.destroyForcibly().waitFor();
  }
}
