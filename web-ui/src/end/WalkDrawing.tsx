// SPDX-License-Identifier: Apache-2.0
import { hexadecimal } from "../protocol/brands";
import type { Walk } from "../protocol/end";
import styles from "./end.module.css";

const TITLES: Readonly<Record<string, string>> = { stack: "Below the stack" };

/** The tables that the processor goes through for one address, left to right. */
export function WalkDrawing({ walk }: { readonly walk: Walk }) {
  const { translation } = walk;
  const stopped = translation.steps.findIndex((step) => !step.present);
  return (
    <ol className={styles.walk} data-testid="end-walk" data-of={walk.of}>
      <li>
        <span>{TITLES[walk.of] ?? walk.of}</span>
        <code>{translation.linear}</code>
      </li>
      {translation.steps.map((step, index) => (
        <li key={step.level} data-missing={index === stopped || undefined}>
          <span>
            {step.level} {step.index}
          </span>
          <code>{step.raw}</code>
        </li>
      ))}
      {translation.physical === undefined ? (
        <li data-missing data-end>
          <span>{translation.failure}</span>
        </li>
      ) : (
        <li data-found>
          <span>physical</span>
          <code>{hexadecimal(translation.physical)}</code>
        </li>
      )}
    </ol>
  );
}
