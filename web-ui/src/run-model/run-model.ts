// SPDX-License-Identifier: Apache-2.0
// What the dashboard knows of one run, built from its events by a pure function.
import type { Outcome, RunState } from "../protocol/outcome";
import type { EventData, RunEvent } from "../protocol/run-event";
import type { Snapshot } from "../protocol/snapshot";
import type { Score, Verdict } from "../protocol/verdict";

export interface RunModel {
  readonly state: RunState;
  /** The states this attempt has been in; some may be skipped. */
  readonly visited: readonly RunState[];
  readonly attempt: number;
  readonly lastSeq: number;
  readonly build: string;
  readonly serial: string;
  readonly checkpoints: readonly EventData<"checkpoint">[];
  readonly snapshots: readonly Snapshot[];
  /** Somebody has paused the machine. */
  readonly paused: boolean;
  readonly fault: EventData<"fault"> | undefined;
  readonly verdict: Verdict | undefined;
  readonly score: Score | undefined;
  readonly outcome: Outcome | undefined;
}

export const NO_EVENTS_YET: RunModel = {
  state: "QUEUED",
  visited: [],
  attempt: 1,
  lastSeq: 0,
  build: "",
  serial: "",
  checkpoints: [],
  snapshots: [],
  paused: false,
  fault: undefined,
  verdict: undefined,
  score: undefined,
  outcome: undefined,
};

/** Events that were already seen, as after a reconnect from the start, change nothing. */
export function withEvent(model: RunModel, event: RunEvent): RunModel {
  if (event.seq <= model.lastSeq) return model;
  return { ...applied(model, event), lastSeq: event.seq };
}

function applied(model: RunModel, event: RunEvent): RunModel {
  switch (event.name) {
    case "state":
      return withState(model, event.data);
    case "build":
      return { ...model, build: model.build + event.data.text };
    case "serial":
      return { ...model, serial: model.serial + event.data.text };
    case "checkpoint":
      return { ...model, checkpoints: [...model.checkpoints, event.data] };
    case "snapshot":
      return { ...model, snapshots: [...model.snapshots, event.data] };
    case "execution":
      return { ...model, paused: event.data.paused };
    case "fault":
      return { ...model, fault: event.data };
    case "verdict":
      return { ...model, verdict: event.data, score: scoreOf(event.data) };
    case "ended":
      return {
        ...model,
        state: "ENDED",
        visited: [...model.visited, "ENDED"],
        outcome: event.data.outcome,
        score: event.data.verdict ?? model.score,
      };
  }
}

/** A new attempt starts over: what the one before it left behind counts for nothing. */
function withState(model: RunModel, { state, attempt }: EventData<"state">): RunModel {
  const kept = attempt > model.attempt ? NO_EVENTS_YET : model;
  return { ...kept, state, attempt, visited: [...kept.visited, state] };
}

function scoreOf({ score, max }: Verdict): Score {
  return { score, max };
}
