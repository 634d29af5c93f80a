// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { parseRunEvent } from "../protocol/run-event";
import type { RunEvent, RunEventName } from "../protocol/run-event";
import samples from "../protocol/samples/events.json";
import { NO_EVENTS_YET, withEvent } from "./run-model";

const events = samples.map(({ event, id, data }) =>
  parseRunEvent(event as RunEventName, id, JSON.stringify(data)),
);
const after = (seen: readonly RunEvent[]) => seen.reduce(withEvent, NO_EVENTS_YET);

describe("the model of a run", () => {
  it("ends with everything its events said", () => {
    expect(after(events)).toMatchObject({
      state: "ENDED",
      build: "cc -c boot.S\n",
      serial: "Kernel Lab\r\n",
      score: { score: 90, max: 100 },
      outcome: { kind: "KERNEL_FAULT", code: "TRIPLE_FAULT" },
      lastSeq: 15,
    });
    expect(after(events).snapshots.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it("remembers which states the run was in", () => {
    const visited = ["QUEUED", "BUILDING", "BOOTING", "RUNNING", "GRADING", "ENDED"];
    expect(after(events).visited).toEqual(visited);
  });

  it("does not count an event twice when the stream starts over", () => {
    const halfway = events.slice(0, 9);
    expect(after([...halfway, ...events])).toEqual(after(events));
  });

  it("starts over with a new attempt", () => {
    const retried = parseRunEvent("state", "16", '{"state":"QUEUED","attempt":2}');
    expect(after([...events, retried])).toEqual({
      ...NO_EVENTS_YET,
      attempt: 2,
      visited: ["QUEUED"],
      lastSeq: 16,
    });
  });

  it("never changes a model it was given", () => {
    const before = after(events.slice(0, 5));
    const frozen = JSON.stringify(before);
    events.slice(5).reduce(withEvent, before);
    expect(JSON.stringify(before)).toBe(frozen);
  });
});
