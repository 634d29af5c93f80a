// SPDX-License-Identifier: Apache-2.0
import type { Connection } from "../run-model/event-stream";
import styles from "./run-page.module.css";

interface ConnectionNoticeProps {
  readonly connection: Connection;
  readonly malformed: string | undefined;
}

export function ConnectionNotice({ connection, malformed }: ConnectionNoticeProps) {
  return (
    <div role="status" className={styles.notices}>
      {connection === "lost" && (
        <p className={styles.notice}>
          Connection lost, retrying. What is shown may be out of date.
        </p>
      )}
      {malformed !== undefined && (
        <p className={styles.notice}>
          The lab sent something this page cannot read, so it is left out. {malformed}
        </p>
      )}
    </div>
  );
}
