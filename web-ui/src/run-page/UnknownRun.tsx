// SPDX-License-Identifier: Apache-2.0
import { Link } from "wouter";
import styles from "./run-page.module.css";

export function UnknownRun({ reason }: { readonly reason: string }) {
  return (
    <main className={styles.unknown}>
      <h1>This run is not here</h1>
      <p>{reason}</p>
      <p>
        <Link href="/">Back to all runs</Link>
      </p>
    </main>
  );
}
