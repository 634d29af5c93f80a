// SPDX-License-Identifier: Apache-2.0
import { createContext, use } from "react";
import type { Submission } from "../lab-api/upload";

export type SubmissionFields = Omit<Submission, "kernel">;

export type Progress =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly file: string; readonly fraction: number }
  | { readonly kind: "refused"; readonly file: string; readonly reason: string };

export interface Submitting {
  readonly fields: SubmissionFields;
  readonly setFields: (fields: SubmissionFields) => void;
  readonly progress: Progress;
  readonly submit: (kernel: File) => void;
  readonly dismiss: () => void;
}

export const SubmittingContext = createContext<Submitting | undefined>(undefined);

export function useSubmitting(): Submitting {
  const submitting = use(SubmittingContext);
  if (submitting === undefined) throw new Error("useSubmitting: outside of SubmittingArea");
  return submitting;
}
