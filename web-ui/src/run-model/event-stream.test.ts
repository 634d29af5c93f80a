// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../protocol/run-event";
import { watchRun } from "./event-stream";
import type { Connection } from "./event-stream";

/** The browser's end of a stream, driven by the test: no test environment has a real one. */
class ScriptedSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: ScriptedSource[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    ScriptedSource.opened.push(this);
  }

  say(name: string, id: number, data: unknown) {
    const message = { data: JSON.stringify(data), lastEventId: String(id) };
    this.dispatchEvent(new MessageEvent(name, message));
  }

  fail(readyState: number) {
    this.readyState = readyState;
    this.onerror?.();
  }

  close() {
    this.readyState = ScriptedSource.CLOSED;
  }
}

const ENDED = { outcome: { kind: "COMPLETED", code: "LAST_CHECKPOINT", message: "" } };

describe("watching a run", () => {
  const seen: RunEvent[] = [];
  const connections: Connection[] = [];
  const malformed: string[] = [];
  const watch = () =>
    watchRun("/events", {
      onEvents: (events) => seen.push(...events),
      onConnection: (connection) => connections.push(connection),
      onMalformed: (message) => malformed.push(message),
    });
  const newest = () => {
    const source = ScriptedSource.opened.at(-1);
    if (source === undefined) throw new Error("no stream was opened");
    return source;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", ScriptedSource);
    for (const list of [seen, connections, malformed, ScriptedSource.opened]) list.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("hands over events in their order and closes after the last one", () => {
    watch();
    newest().say("serial", 1, { text: "a" });
    newest().say("serial", 2, { text: "b" });
    newest().say("ended", 3, ENDED);
    vi.runAllTimers();
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(newest().readyState).toBe(ScriptedSource.CLOSED);
    expect(connections.at(-1)).toBe("closed");
  });

  it("lets the browser resume a dropped stream", () => {
    watch();
    newest().fail(0);
    vi.runAllTimers();
    expect(connections.at(-1)).toBe("lost");
    expect(ScriptedSource.opened).toHaveLength(1);
  });

  it("opens a new stream when the browser has given up", () => {
    watch();
    newest().fail(ScriptedSource.CLOSED);
    vi.runAllTimers();
    expect(ScriptedSource.opened).toHaveLength(2);
  });

  it("reports what it cannot read and reads on", () => {
    watch();
    newest().say("serial", 1, { text: 7 });
    newest().say("serial", 2, { text: "b" });
    vi.runAllTimers();
    expect(malformed).toEqual(["serial.text: expected a string, got 7"]);
    expect(seen.map(({ seq }) => seq)).toEqual([2]);
  });

  it("says nothing more once it is stopped", () => {
    const stop = watch();
    newest().say("serial", 1, { text: "a" });
    stop();
    vi.runAllTimers();
    expect(seen).toEqual([]);
    expect(newest().readyState).toBe(ScriptedSource.CLOSED);
  });
});
