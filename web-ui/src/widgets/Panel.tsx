// SPDX-License-Identifier: Apache-2.0
import { useId } from "react";
import type { ReactNode } from "react";
import { classes } from "./format";
import styles from "./panel.module.css";

interface PanelProps {
  readonly title: string;
  /** Beside the title: counts, small controls. */
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Panel({ title, aside, className, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes(styles.panel, className)} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** What a panel says while it has nothing to show; keeps the panel's place. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={styles.nothing}>{children}</p>;
}
