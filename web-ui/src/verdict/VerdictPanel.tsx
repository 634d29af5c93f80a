// SPDX-License-Identifier: Apache-2.0
import { Button } from "react-aria-components";
import type { RunState } from "../protocol/outcome";
import type { Check, CheckStatus, Evidence, Verdict } from "../protocol/verdict";
import { Nothing, Panel } from "../widgets/Panel";
import styles from "./verdict.module.css";

interface VerdictPanelProps {
  readonly verdict: Verdict | undefined;
  readonly state: RunState;
  readonly onEvidence: (evidence: Evidence) => void;
}

const STATUS: Readonly<Record<CheckStatus, { readonly mark: string; readonly words: string }>> = {
  PASSED: { mark: "✓", words: "passed" },
  FAILED: { mark: "✕", words: "failed" },
  PARTIAL: { mark: "±", words: "partly passed" },
  NOT_RUN: { mark: "–", words: "not run" },
};

export function VerdictPanel({ verdict, state, onEvidence }: VerdictPanelProps) {
  return (
    <Panel
      title="Verdict"
      aside={
        verdict !== undefined && (
          <span className="num">
            {verdict.checks.filter((check) => check.status === "PASSED").length} of{" "}
            {verdict.checks.length} checks passed
          </span>
        )
      }
    >
      {verdict === undefined ? (
        <Nothing>
          {state === "ENDED" ? "This run was not graded." : "Graded when the run has ended."}
        </Nothing>
      ) : (
        <ol className={styles.checks}>
          {verdict.checks.map((check) => (
            <CheckRow key={check.id} check={check} onEvidence={onEvidence} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

interface CheckRowProps {
  readonly check: Check;
  readonly onEvidence: (evidence: Evidence) => void;
}

function CheckRow({ check, onEvidence }: CheckRowProps) {
  const { evidence } = check;
  const status = STATUS[check.status];
  return (
    <li data-status={check.status} data-testid="verdict-check" data-check={check.id}>
      <span className={styles.mark} role="img" aria-label={status.words}>
        {status.mark}
      </span>
      <div>
        <h3>{check.title}</h3>
        {check.message !== undefined && <p>{check.message}</p>}
        {evidence !== undefined && (
          <Button
            className={styles.evidence ?? ""}
            onPress={() => {
              onEvidence(evidence);
            }}
          >
            {evidenceTitle(evidence)}
          </Button>
        )}
      </div>
      <span className={styles.points}>
        {check.points}
        <span>/{check.max}</span>
      </span>
    </li>
  );
}

function evidenceTitle({ snapshot, frames, linear }: Evidence): string {
  const what =
    frames !== undefined && frames.length > 0
      ? "the frames"
      : linear !== undefined
        ? "the address"
        : "the moment";
  return snapshot === undefined ? `Show ${what}` : `Show ${what} in snapshot ${snapshot}`;
}
