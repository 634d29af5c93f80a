// SPDX-License-Identifier: Apache-2.0
import { count, linear, list, number, oneOf, optional, record, string } from "./reader";
import type { Read } from "./reader";
import { frameRun } from "./snapshot";

const evidence = record({
  snapshot: optional(count),
  frames: optional(list(frameRun)),
  linear: optional(linear),
});
export type Evidence = Read<typeof evidence>;

export const checkStatus = oneOf("PASSED", "FAILED", "PARTIAL", "NOT_RUN");
export type CheckStatus = Read<typeof checkStatus>;

const check = record({
  id: string,
  title: string,
  points: number,
  max: number,
  status: checkStatus,
  message: optional(string),
  evidence: optional(evidence),
});
export type Check = Read<typeof check>;

export const score = record({ score: number, max: number });
export type Score = Read<typeof score>;

export const verdict = record({
  score: number,
  max: number,
  assignment: optional(string),
  version: optional(string),
  checks: list(check),
});
export type Verdict = Read<typeof verdict>;
