// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { MalformedMessage } from "./reader";
import { parseRunEvent } from "./run-event";
import type { RunEvent, RunEventName } from "./run-event";
import events from "./samples/events.json";

const sample = (event: RunEventName, nth = 0) => {
  const found = events.filter((candidate) => candidate.event === event)[nth];
  if (found === undefined) throw new Error(`no sample of ${event}`);
  return found;
};

function parsed<Name extends RunEventName>(name: Name, nth = 0) {
  const { id, data } = sample(name, nth);
  return parseRunEvent(name, id, JSON.stringify(data)) as Extract<RunEvent, { name: Name }>;
}

/** The field a changed sample is refused for. */
function refusedField(name: RunEventName, change: (data: never) => void): string {
  const data: unknown = structuredClone(sample(name, name === "snapshot" ? 1 : 0).data);
  change(data as never);
  try {
    parseRunEvent(name, "9", JSON.stringify(data));
  } catch (error) {
    if (error instanceof MalformedMessage) return error.field;
    throw error;
  }
  return "accepted";
}

describe("a run's events", () => {
  it("are all read", () => {
    const names = events.map(({ event, id, data }) => {
      return parseRunEvent(event as RunEventName, id, JSON.stringify(data)).name;
    });
    expect(new Set(names).size).toBe(9);
  });

  it("carry their sequence number", () => {
    expect(parsed("build")).toMatchObject({ seq: 3, data: { text: "cc -c boot.S\n" } });
  });

  it("give registers by name, limits and the halt state apart", () => {
    const { registers } = parsed("snapshot").data;
    expect(registers.cr3).toBe(0x10a000);
    expect(registers.values.get("eax")).toBe(0x2badb002);
    expect(registers.values.has("gdtLimit")).toBe(false);
    expect(registers.gdtLimit).toBe(47);
  });

  it("tell an allocator that is not ready from one that is", () => {
    expect(parsed("snapshot", 0).data.allocator).toEqual({
      kind: "not-ready",
      described: true,
    });
    expect(parsed("snapshot", 2).data.allocator).toMatchObject({
      kind: "known",
      base: 2,
      changes: [
        { first: 1024, count: 8, free: false },
        { first: 1040, count: 4, free: false },
      ],
    });
  });

  it("have no ranges while paging is off", () => {
    expect(parsed("snapshot", 2).data.paging).toMatchObject({ enabled: false, ranges: undefined });
  });

  it("keep fields of a newer lab from being a mistake", () => {
    expect(refusedField("state", (data: Record<string, unknown>) => (data.colour = 1))).toBe(
      "accepted",
    );
  });
});

interface SnapshotData {
  n: unknown;
  reason: unknown;
  registers: Record<string, unknown>;
  allocator: Record<string, unknown>;
  paging: { ranges: Record<string, unknown>[] };
}

describe("a malformed event names the field", () => {
  it.each([
    ["snapshot.n", (s: SnapshotData) => (s.n = -1)],
    ["snapshot.reason", (s: SnapshotData) => (s.reason = "whim")],
    ["snapshot.registers.cr3", (s: SnapshotData) => (s.registers.cr3 = 4096)],
    ["snapshot.registers.eax", (s: SnapshotData) => (s.registers.eax = "0x12")],
    ["snapshot.allocator.free", (s: SnapshotData) => delete s.allocator.free],
    ["snapshot.allocator.changes", (s: SnapshotData) => delete s.allocator.changes],
    ["snapshot.allocator.changes[0]", (s: SnapshotData) => (s.allocator.changes = [[1, 2]])],
    [
      "snapshot.allocator.changes[0]",
      (s: SnapshotData) => (s.allocator.changes = [[1048575, 2, true]]),
    ],
    [
      "snapshot.allocator.changes[0][2]",
      (s: SnapshotData) => (s.allocator.changes = [[1, 2, "free"]]),
    ],
    [
      "snapshot.paging.ranges[0].virtual",
      (s: SnapshotData) => (s.paging.ranges[0] = { virtual: "F0000000" }),
    ],
  ])("%s", (field, change) => {
    expect(refusedField("snapshot", change)).toBe(field);
  });

  it("when the state is unknown", () => {
    expect(refusedField("state", (data: { state: string }) => (data.state = "NAPPING"))).toBe(
      "state.state",
    );
  });

  it("when the data is not JSON or there is no id", () => {
    expect(() => parseRunEvent("serial", "1", "{")).toThrow(/^serial: not JSON/);
    expect(() => parseRunEvent("serial", "", '{"text":""}')).toThrow(/^serial\.id: /);
  });
});
