// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { Button } from "react-aria-components";
import { runUrl, snapshotsUrl } from "../lab-api/paths";
import { send } from "../lab-api/request";
import { OUTCOME_WORDS, toneOf } from "../outcome/outcome-words";
import { Stepper } from "../outcome/Stepper";
import type { Machine, Run } from "../protocol/run";
import type { RunModel } from "../run-model/run-model";
import { bytes } from "../widgets/bytes";
import { duration, moment } from "../widgets/format";
import { Machines } from "./Machines";
import styles from "./run-page.module.css";

interface RunHeaderProps {
  readonly id: string;
  readonly run: Run | undefined;
  readonly model: RunModel;
}

export function RunHeader({ id, run, model }: RunHeaderProps) {
  const live = model.state !== "ENDED";
  const stop = useMutation({ mutationFn: () => send("DELETE", runUrl(id)) });
  const snapshot = useMutation({ mutationFn: () => send("POST", snapshotsUrl(id)) });
  const failure = stop.error ?? snapshot.error;
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1>{run?.label ?? "Run"}</h1>
        <p>
          <code>{id}</code>
          {run !== undefined && <span>{facts(run)}</span>}
        </p>
        <Machines run={run} />
        <Stepper state={model.state} visited={model.visited} />
      </div>
      <Result model={model} score={run?.verdict ?? model.score} evidence={run?.evidence} />
      {live && (
        <div className={styles.actions}>
          <Button
            className="button"
            isDisabled={model.state !== "RUNNING" || snapshot.isPending}
            onPress={() => {
              snapshot.mutate();
            }}
          >
            Snapshot now
          </Button>
          <Button
            className="button"
            data-danger
            isDisabled={stop.isPending}
            onPress={() => {
              stop.mutate();
            }}
          >
            Stop run
          </Button>
        </div>
      )}
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure.message}
        </p>
      )}
    </header>
  );
}

interface ResultProps {
  readonly model: RunModel;
  readonly score: Run["verdict"];
  readonly evidence: Run["evidence"];
}

function Result({ model: { outcome, fault }, score, evidence }: ResultProps) {
  if (outcome === undefined) return null;
  const { title, doing } = OUTCOME_WORDS[outcome.kind];
  return (
    <div
      className={styles.result}
      data-tone={toneOf(outcome.kind, score)}
      data-testid="run-outcome"
      data-code={outcome.code}
    >
      <div>
        <h2>{title}</h2>
        <p>{doing}</p>
        <p>{outcome.message}</p>
        {fault !== undefined && !outcome.message.startsWith(fault.message) && (
          <p>{fault.message}</p>
        )}
        {evidence !== undefined && (
          <p
            className={styles.seal}
            title="The same image on the same machine gives the same hash."
          >
            Evidence, {bytes(evidence.bytes)}
            {evidence.sha256 !== undefined && <code>{evidence.sha256}</code>}
          </p>
        )}
      </div>
      {score !== undefined && (
        <p className={styles.score} data-testid="verdict-score">
          {score.score}
          <span>/{score.max}</span>
        </p>
      )}
    </div>
  );
}

/** The machine in a few words; what a student gets anyway is not said. */
function machineFacts({ type, ramMiB, cpu, boot }: Machine): readonly (string | undefined)[] {
  return [
    type,
    ramMiB === undefined ? undefined : `${ramMiB} MiB RAM`,
    cpu,
    boot === undefined ? undefined : `booted by ${boot.way}`,
  ];
}

function facts(run: Run): string {
  const total = run.timings?.totalMs;
  return [
    run.assignment,
    run.mode,
    moment(run.createdAt),
    ...(run.machine === undefined ? [] : machineFacts(run.machine)),
    total === undefined ? undefined : `took ${duration(total)}`,
    run.attempt !== undefined && run.attempt > 1 ? `attempt ${run.attempt}` : undefined,
  ]
    .filter((fact) => fact !== undefined)
    .join(", ");
}
