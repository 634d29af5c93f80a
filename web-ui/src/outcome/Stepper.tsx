// SPDX-License-Identifier: Apache-2.0
import { RUN_STATES } from "../protocol/outcome";
import type { RunState } from "../protocol/outcome";
import { STATE_WORDS } from "./outcome-words";
import styles from "./outcome.module.css";

interface StepperProps {
  readonly state: RunState;
  readonly visited: readonly RunState[];
}

/** The states of a run in their order: the one it is in, those behind it, those it skipped. */
export function Stepper({ state, visited }: StepperProps) {
  const steps = RUN_STATES.map((step, index) => {
    if (step === state && state !== "ENDED") return { step, place: "now" };
    if (visited.includes(step)) return { step, place: "done" };
    return { step, place: index < RUN_STATES.indexOf(state) ? "skipped" : "ahead" };
  });
  return (
    <ol
      className={styles.stepper}
      aria-label="State of the run"
      data-testid="run-state"
      data-state={state}
    >
      {steps.map(({ step, place }) => (
        <li key={step} data-step={place} aria-current={step === state ? "step" : undefined}>
          {STATE_WORDS[step]}
        </li>
      ))}
    </ol>
  );
}
