// SPDX-License-Identifier: Apache-2.0
import type { OutcomeKind, RunState } from "../protocol/outcome";

export type Tone = "good" | "bad" | "warn" | "idle";

interface OutcomeWords {
  readonly title: string;
  /** Whose doing the end was. */
  readonly doing: string;
  readonly tone: Tone;
}

export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, OutcomeWords>> = {
  COMPLETED: {
    title: "Completed",
    doing: "The kernel got where it was asked to go.",
    tone: "good",
  },
  BUILD_REJECTED: { title: "Build rejected", doing: "The submission has to change.", tone: "bad" },
  KERNEL_HALTED: { title: "Kernel halted", doing: "The kernel stopped itself.", tone: "warn" },
  KERNEL_FAULT: { title: "Kernel fault", doing: "The kernel caused it.", tone: "bad" },
  BUDGET_EXHAUSTED: {
    title: "Budget exhausted",
    doing: "The kernel used up what it was given.",
    tone: "warn",
  },
  CANCELLED: { title: "Cancelled", doing: "The run was stopped before its end.", tone: "idle" },
  LAB_FAULT: {
    title: "Lab fault",
    doing: "The lab’s fault, not the kernel’s: it is retried and costs nothing.",
    tone: "warn",
  },
};

export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  QUEUED: "Queued",
  BUILDING: "Building",
  BOOTING: "Booting",
  RUNNING: "Running",
  GRADING: "Grading",
  ENDED: "Ended",
};

interface Points {
  readonly score: number;
  readonly max: number;
}

/** Green is for full marks: a run can get where it should and be worth nothing. */
export function toneOf(kind: OutcomeKind, points: Points | undefined): Tone {
  const { tone } = OUTCOME_WORDS[kind];
  if (tone !== "good" || points === undefined || points.score >= points.max) return tone;
  return points.score === 0 ? "bad" : "warn";
}
