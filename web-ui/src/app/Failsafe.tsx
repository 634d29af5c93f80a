// SPDX-License-Identifier: Apache-2.0
import { Component } from "react";
import type { ReactNode } from "react";
import styles from "./app.module.css";

interface FailsafeProps {
  readonly children: ReactNode;
}

interface FailsafeState {
  readonly error: Error | undefined;
}

/** The last resort: a mistake of this page becomes a sentence rather than an empty window. */
export class Failsafe extends Component<FailsafeProps, FailsafeState> {
  override state: FailsafeState = { error: undefined };

  static getDerivedStateFromError(error: unknown): FailsafeState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <main className={styles.message} role="alert">
        <h1>This page made a mistake</h1>
        <p>The run itself is not touched by it. Reload the page to go on.</p>
        <pre>{this.state.error.message}</pre>
      </main>
    );
  }
}
