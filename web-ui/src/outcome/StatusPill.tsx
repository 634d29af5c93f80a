// SPDX-License-Identifier: Apache-2.0
import type { Outcome, RunState } from "../protocol/outcome";
import { OUTCOME_WORDS, STATE_WORDS } from "./outcome-words";
import styles from "./outcome.module.css";

interface StatusPillProps {
  readonly state: RunState;
  readonly outcome: Outcome | undefined;
}

/** How a run ended, or how far it is. */
export function StatusPill({ state, outcome }: StatusPillProps) {
  if (outcome === undefined) {
    return (
      <span className={styles.pill} data-tone="live">
        {STATE_WORDS[state]}
      </span>
    );
  }
  const { title, tone } = OUTCOME_WORDS[outcome.kind];
  return (
    <span className={styles.pill} data-tone={tone} title={outcome.message}>
      {title}
    </span>
  );
}
