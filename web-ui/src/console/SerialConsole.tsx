// SPDX-License-Identifier: Apache-2.0
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useEffect, useRef } from "react";
import styles from "./console.module.css";
import { bytesOf, guardTerminal } from "./terminal-guard";

interface SerialConsoleProps {
  /** Everything the guest has written so far; it only ever grows within one attempt. */
  readonly text: string;
  /** Undefined once the run has ended: nobody is there to read. */
  readonly onInput: ((text: string) => void) | undefined;
}

const COLOURS = {
  background: "#10161d",
  foreground: "#dde5ec",
  cursor: "#4fcbc3",
  selectionBackground: "#31506b",
  black: "#10161d",
  brightBlack: "#7b8a99",
  red: "#ff8a8a",
  green: "#5fd08d",
  yellow: "#f5b950",
  blue: "#6fb1ff",
  magenta: "#ff84cd",
  cyan: "#4fcbc3",
};

export default function SerialConsole({ text, onInput }: SerialConsoleProps) {
  const container = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(undefined);
  const written = useRef("");

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const created = new Terminal({
      convertEol: true,
      cursorBlink: false,
      fontFamily: '"IBM Plex Mono", ui-monospace, "DejaVu Sans Mono", monospace',
      fontSize: 13,
      lineHeight: 1.2,
      scrollback: 10_000,
      theme: COLOURS,
    });
    guardTerminal(created.parser);
    const fit = new FitAddon();
    created.loadAddon(fit);
    created.open(element);
    terminal.current = created;
    written.current = "";
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) fit.fit();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.dispose();
      terminal.current = undefined;
    };
  }, []);

  useEffect(() => {
    const screen = terminal.current;
    if (screen === undefined) return;
    if (!text.startsWith(written.current)) {
      screen.reset();
      written.current = "";
    }
    screen.write(bytesOf(text.slice(written.current.length)));
    written.current = text;
  }, [text]);

  useEffect(() => {
    const screen = terminal.current;
    if (screen === undefined) return;
    screen.options.disableStdin = onInput === undefined;
    const typing = onInput === undefined ? undefined : screen.onData(onInput);
    return () => {
      typing?.dispose();
    };
  }, [onInput]);

  return <div ref={container} className={styles.terminal} />;
}
