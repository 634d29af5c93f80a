// SPDX-License-Identifier: Apache-2.0
import type { NarrowTask, WideTask } from "../protocol/descriptors";
import styles from "./descriptors.module.css";

interface TaskStacksProps {
  readonly task: NarrowTask | WideTask | undefined;
}

/** The stacks that a TSS offers; those of 64-bit mode that are zero are left out. */
export function TaskStacks({ task }: TaskStacksProps) {
  if (task === undefined) return <p className={styles.quiet}>None is loaded.</p>;
  if (!("rsp" in task)) {
    return (
      <p>
        <code>{task.base}</code>, SS0 <code>0x{task.ss0.toString(16)}</code>, ESP0{" "}
        <code>{task.esp0}</code>
      </p>
    );
  }
  const stacks = [
    ...task.rsp.map((top, level) => ({ name: `RSP${level}`, top })),
    ...task.ist.map((top, index) => ({ name: `IST${index + 1}`, top })),
  ].filter(({ name, top }) => name === "RSP0" || Number(top) !== 0);
  return (
    <p data-testid="task">
      <code>{task.base}</code>
      {stacks.map(({ name, top }) => (
        <span key={name}>
          , {name} <code>{top}</code>
        </span>
      ))}
    </p>
  );
}
