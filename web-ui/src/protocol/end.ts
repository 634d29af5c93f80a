// SPDX-License-Identifier: Apache-2.0
// How a run ended, explained: `GET /runs/{id}/end`.
import { outcome } from "./outcome";
import { translation } from "./page-tables";
import { count, list, optional, record, string } from "./reader";
import type { Read } from "./reader";
import { registers } from "./registers";

const statement = record({ id: string, text: string });

const walk = record({ of: string, translation });
export type Walk = Read<typeof walk>;

/** A call, or EIP or RIP itself; what the image does not say is absent. */
const frame = record({
  address: string,
  function: optional(string),
  offset: optional(count),
  file: optional(string),
  line: optional(count),
});
export type Frame = Read<typeof frame>;

export const end = record({
  outcome,
  snapshot: count,
  headline: string,
  statements: list(statement),
  registers,
  walks: list(walk),
  backtrace: record({ frames: list(frame), end: string }),
  lastLines: list(string),
});
export type End = Read<typeof end>;
