// SPDX-License-Identifier: Apache-2.0
import { outcome, runState } from "./outcome";
import { count, list, number, optional, record, string } from "./reader";
import type { Read } from "./reader";
import { score } from "./verdict";

const machine = record({
  type: optional(string),
  ramMiB: optional(number),
  cpu: optional(string),
  boot: optional(record({ way: string })),
});
export type Machine = Read<typeof machine>;

const timings = record({
  queuedMs: optional(number),
  buildMs: optional(number),
  bootMs: optional(number),
  runMs: optional(number),
  gradeMs: optional(number),
  totalMs: optional(number),
});

export const run = record({
  id: string,
  submission: optional(string),
  label: optional(string),
  assignment: optional(string),
  mode: optional(string),
  state: runState,
  outcome: optional(outcome),
  attempt: optional(count),
  machine: optional(machine),
  createdAt: string,
  endedAt: optional(string),
  timings: optional(timings),
  instructions: optional(count),
  snapshots: optional(count),
  verdict: optional(score),
  evidence: optional(record({ sha256: optional(string), bytes: count })),
});
export type Run = Read<typeof run>;

export const runPage = record({ items: list(run), next: optional(string) });
export type RunPage = Read<typeof runPage>;

/** A submission is run on each machine of its assignment; `verdict` is over all of them. */
export const submission = record({
  id: string,
  runs: list(
    record({ id: string, state: runState, machine: optional(machine), verdict: optional(score) }),
  ),
  verdict: optional(score),
});
export type Submission = Read<typeof submission>;

export const submissionCreated = record({ id: string, run: record({ id: string }) });
export type SubmissionCreated = Read<typeof submissionCreated>;
