// SPDX-License-Identifier: Apache-2.0
import { Button } from "react-aria-components";
import styles from "./runs.module.css";
import { useSubmitting } from "./submitting";

/** In the corner of every page, because a kernel may be dropped on every page. */
export function UploadProgress() {
  const { progress, dismiss } = useSubmitting();
  return (
    <div className={styles.corner} role="status">
      {progress.kind === "sending" && (
        <div className={styles.toast}>
          <p>
            {progress.fraction < 1 ? "Sending" : "Checking"} <strong>{progress.file}</strong>
          </p>
          <progress max={1} value={progress.fraction} aria-label="Sent" />
        </div>
      )}
      {progress.kind === "refused" && (
        <div className={styles.toast} data-refused data-testid="upload-problem">
          <p>
            <strong>{progress.file}</strong> was not accepted. {progress.reason}
          </p>
          <Button className="button" data-small onPress={dismiss}>
            Dismiss
          </Button>
        </div>
      )}
    </div>
  );
}
