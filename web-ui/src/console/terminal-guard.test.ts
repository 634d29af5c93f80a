// SPDX-License-Identifier: Apache-2.0
import { Terminal } from "@xterm/xterm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bytesOf, guardTerminal } from "./terminal-guard";

describe("a guest writing to the terminal", () => {
  let terminal: Terminal;
  let answers: string[];
  let titles: string[];
  /** What would have reached the terminal's own handling of links and the clipboard. */
  let reached: string[];

  beforeEach(() => {
    terminal = new Terminal({ cols: 40, rows: 4 });
    reached = [];
    for (const number of [8, 52]) {
      terminal.parser.registerOscHandler(number, (data) => reached.push(data) > 0);
    }
    guardTerminal(terminal.parser);
    answers = [];
    titles = [];
    terminal.onData((answer) => answers.push(answer));
    terminal.onTitleChange((title) => titles.push(title));
  });
  afterEach(() => {
    terminal.dispose();
  });

  const write = (text: string) =>
    new Promise<void>((done) => {
      terminal.write(bytesOf(text), done);
    });
  const line = () => terminal.buffer.active.getLine(0)?.translateToString(true);

  it("is shown what it wrote, in colour", async () => {
    await write("\x1b[31mready\x1b[0m");
    expect(line()).toBe("ready");
    expect(terminal.buffer.active.getLine(0)?.getCell(0)?.getFgColor()).toBe(1);
  });

  it.each([
    ["device attributes", "\x1b[c"],
    ["secondary device attributes", "\x1b[>c"],
    ["the cursor's position", "\x1b[6n"],
    ["a private status", "\x1b[?6n"],
    ["a mode", "\x1b[?25$p"],
    ["a setting", "\x1bP$qm\x1b\\"],
    ["a colour", "\x1b]11;?\x07"],
    ["the window's size", "\x1b[18t"],
  ])("gets no answer when it asks for %s", async (_, question) => {
    await write(`${question}on`);
    expect(answers).toEqual([]);
    expect(line()).toBe("on");
  });

  it("cannot set the window's title", async () => {
    await write("\x1b]0;owned\x07\x1b]2;owned\x07");
    expect(titles).toEqual([]);
  });

  it("cannot make a link or reach the clipboard", async () => {
    await write("\x1b]8;;http://localhost/\x07text\x1b]8;;\x07\x1b]52;c;aGk=\x07");
    expect(line()).toBe("text");
    expect(reached).toEqual([]);
  });

  it("sends markup as text", async () => {
    await write("<img onerror=x>");
    expect(line()).toBe("<img onerror=x>");
  });
});

it("one character of the stream is one byte of the guest", () => {
  expect([...bytesOf("A\u00ff\u0000")]).toEqual([0x41, 0xff, 0]);
});
