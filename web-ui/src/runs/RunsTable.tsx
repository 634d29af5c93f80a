// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { StatusPill } from "../outcome/StatusPill";
import type { Run } from "../protocol/run";
import { ago, duration, moment } from "../widgets/format";
import styles from "./runs.module.css";

const TICK_MS = 10_000;

export function RunsTable({ runs }: { readonly runs: readonly Run[] }) {
  const now = useNow();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Kernel</th>
          <th scope="col">Outcome</th>
          <th scope="col">Score</th>
          <th scope="col">Assignment</th>
          <th scope="col">Took</th>
          <th scope="col">Submitted</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run, now }: { readonly run: Run; readonly now: number }) {
  const took = run.timings?.totalMs;
  return (
    <tr data-testid="run-row" data-run={run.id} data-state={run.state}>
      <th scope="row">
        <Link href={`/runs/${encodeURIComponent(run.id)}`}>{run.label ?? run.id}</Link>
        {run.mode === "interactive" && <span>interactive</span>}
      </th>
      <td>
        <StatusPill state={run.state} outcome={run.outcome} />
      </td>
      <td className={styles.score}>
        {run.verdict === undefined ? (
          <span className={styles.quiet}>–</span>
        ) : (
          <>
            <strong>{run.verdict.score}</strong>
            <span className={styles.quiet}>/{run.verdict.max}</span>
          </>
        )}
      </td>
      <td>{run.assignment ?? "–"}</td>
      <td className="num">{took === undefined ? "–" : duration(took)}</td>
      <td>
        <time dateTime={run.createdAt} title={moment(run.createdAt)}>
          {ago(run.createdAt, now)}
        </time>
      </td>
    </tr>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
