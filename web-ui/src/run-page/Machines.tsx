// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { submissionQuery } from "../lab-api/queries";
import type { Run, Submission } from "../protocol/run";
import styles from "./run-page.module.css";

/** The way to the same submission's runs on other machines, and what it is worth on all of them. */
export function Machines({ run }: { readonly run: Run | undefined }) {
  const { data } = useQuery({
    ...submissionQuery(run?.submission ?? ""),
    enabled: run?.submission !== undefined,
  });
  if (data === undefined || data.runs.length < 2) return null;
  if (!data.runs.some((it) => it.id === run?.id)) return null;
  return (
    <nav className={styles.machines} aria-label="Machines" data-testid="machines">
      {data.runs.map((it) => (
        <Link
          key={it.id}
          href={`/runs/${encodeURIComponent(it.id)}`}
          aria-current={it.id === run?.id ? "page" : undefined}
        >
          {words(it)}
        </Link>
      ))}
      {data.verdict !== undefined && (
        <strong>
          On all machines {data.verdict.score}/{data.verdict.max}
        </strong>
      )}
    </nav>
  );
}

function words({ machine, state, verdict }: Submission["runs"][number]): string {
  const what = [
    machine?.type,
    machine?.ramMiB === undefined ? undefined : `${machine.ramMiB} MiB`,
  ].filter((it) => it !== undefined);
  return `${what.join(", ")}: ${
    verdict === undefined ? state.toLowerCase() : `${verdict.score}/${verdict.max}`
  }`;
}
