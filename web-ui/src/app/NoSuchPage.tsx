// SPDX-License-Identifier: Apache-2.0
import { Link } from "wouter";
import styles from "./app.module.css";

export function NoSuchPage() {
  return (
    <main className={styles.message}>
      <h1>There is no such page</h1>
      <p>
        <Link href="/">Go to the list of runs</Link>
      </p>
    </main>
  );
}
