// SPDX-License-Identifier: Apache-2.0
import { json } from "../protocol/reader";
import { submissionCreated } from "../protocol/run";
import type { SubmissionCreated } from "../protocol/run";
import { submissionsUrl } from "./paths";
import { UNREACHABLE, problemFrom } from "./request";

export interface Submission {
  readonly kernel: File;
  readonly label: string;
  readonly assignment: string;
  readonly mode: "graded" | "interactive";
}

/** XMLHttpRequest, because fetch does not tell how much of a body has been sent. */
export function upload(
  submission: Submission,
  onProgress: (fraction: number) => void,
): Promise<SubmissionCreated> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", submissionsUrl);
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total === 0 ? 0 : loaded / total);
    };
    request.onerror = () => {
      reject(new Error(UNREACHABLE));
    };
    request.onload = () => {
      if (request.status < 200 || request.status > 299) {
        reject(problemFrom(request.status, request.responseText));
        return;
      }
      try {
        resolve(submissionCreated(json(request.responseText, "submission"), "submission"));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    request.send(form(submission));
  });
}

function form({ kernel, label, assignment, mode }: Submission): FormData {
  const data = new FormData();
  data.append("kernel", kernel);
  if (label !== "") data.append("label", label);
  if (assignment !== "") data.append("assignment", assignment);
  if (mode !== "graded") data.append("mode", mode);
  return data;
}
