// SPDX-License-Identifier: Apache-2.0
// The events of `GET /api/v1/runs/{id}/events`: one type for each name, one door for all.
import { outcome, runState } from "./outcome";
import { boolean, count, hex, json, optional, record, string } from "./reader";
import type { Read, Reader } from "./reader";
import { registers } from "./registers";
import { snapshot } from "./snapshot";
import { score, verdict } from "./verdict";

const READERS = {
  state: record({ state: runState, attempt: count }),
  build: record({ text: string }),
  serial: record({ text: string }),
  checkpoint: record({
    name: string,
    hit: count,
    address: hex,
    instructions: optional(count),
  }),
  snapshot,
  execution: record({ paused: boolean, instructions: count }),
  fault: record({ kind: string, message: string, registers: optional(registers) }),
  verdict,
  ended: record({ outcome, verdict: optional(score) }),
} as const satisfies Record<string, Reader<unknown>>;

export type RunEventName = keyof typeof READERS;

/** One event of a run; `seq` counts from 1 without gaps. */
export type RunEvent = {
  [Name in RunEventName]: {
    readonly name: Name;
    readonly seq: number;
    readonly data: Read<(typeof READERS)[Name]>;
  };
}[RunEventName];

export type EventData<Name extends RunEventName> = Read<(typeof READERS)[Name]>;

export const RUN_EVENT_NAMES = Object.keys(READERS) as readonly RunEventName[];

/** Reads one server-sent event; throws MalformedMessage naming the field, as in `snapshot.allocator.free`. */
export function parseRunEvent(name: RunEventName, id: string, data: string): RunEvent {
  const seq = count(id === "" ? undefined : Number(id), `${name}.id`);
  return { name, seq, data: READERS[name](json(data, name), name) } as RunEvent;
}
