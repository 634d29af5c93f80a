// SPDX-License-Identifier: Apache-2.0
// A kernel may be dropped anywhere in the dashboard. What is sent takes its label and assignment from
// the form on the list of runs, and its run opens as soon as the lab has accepted it.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { runsQuery } from "../lab-api/queries";
import { upload } from "../lab-api/upload";
import styles from "./runs.module.css";
import { SubmittingContext } from "./submitting";
import type { Progress, SubmissionFields } from "./submitting";
import { useFileDrop } from "./use-file-drop";

const NO_FIELDS: SubmissionFields = { label: "", assignment: "", mode: "graded" };

export function SubmittingArea({ children }: { readonly children: ReactNode }) {
  const [fields, setFields] = useState(NO_FIELDS);
  const [progress, setProgress] = useState<Progress>({ kind: "idle" });
  const [, navigate] = useLocation();
  const queries = useQueryClient();

  const submit = useCallback(
    (kernel: File) => {
      const file = kernel.name;
      setProgress({ kind: "sending", file, fraction: 0 });
      const onProgress = (fraction: number) => {
        setProgress({ kind: "sending", file, fraction });
      };
      upload({ ...fields, label: fields.label || file, kernel }, onProgress).then(
        ({ run }) => {
          setProgress({ kind: "idle" });
          setFields((current) => ({ ...current, label: "" }));
          void queries.invalidateQueries({ queryKey: runsQuery.queryKey });
          navigate(`/runs/${encodeURIComponent(run.id)}`);
        },
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          setProgress({ kind: "refused", file, reason });
        },
      );
    },
    [fields, queries, navigate],
  );
  const dropping = useFileDrop(submit);

  const submitting = useMemo(
    () => ({
      fields,
      setFields,
      progress,
      submit,
      dismiss: () => {
        setProgress({ kind: "idle" });
      },
    }),
    [fields, progress, submit],
  );
  return (
    <SubmittingContext value={submitting}>
      {children}
      {dropping && (
        <div className={styles.dropping}>
          <p>Drop the kernel to submit it</p>
        </div>
      )}
    </SubmittingContext>
  );
}
