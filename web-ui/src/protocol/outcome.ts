// SPDX-License-Identifier: Apache-2.0
import { oneOf, record, string } from "./reader";
import type { Read } from "./reader";

export const RUN_STATES = ["QUEUED", "BUILDING", "BOOTING", "RUNNING", "GRADING", "ENDED"] as const;

export const runState = oneOf(...RUN_STATES);
export type RunState = Read<typeof runState>;

export const outcomeKind = oneOf(
  "COMPLETED",
  "BUILD_REJECTED",
  "KERNEL_HALTED",
  "KERNEL_FAULT",
  "BUDGET_EXHAUSTED",
  "CANCELLED",
  "LAB_FAULT",
);
export type OutcomeKind = Read<typeof outcomeKind>;

/** `code` stays open: the lab may learn to name more reasons than this dashboard knows. */
export const outcome = record({ kind: outcomeKind, code: string, message: string });
export type Outcome = Read<typeof outcome>;
