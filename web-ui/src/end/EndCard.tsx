// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components";
import { endQuery } from "../lab-api/queries";
import { hexadecimal } from "../protocol/brands";
import type { End, Frame } from "../protocol/end";
import type { Outcome, OutcomeKind } from "../protocol/outcome";
import type { Registers } from "../protocol/registers";
import { Panel } from "../widgets/Panel";
import { WalkDrawing } from "./WalkDrawing";
import styles from "./end.module.css";

interface EndCardProps {
  readonly runId: string;
  readonly outcome: Outcome | undefined;
  readonly onSnapshot: (n: number) => void;
}

/** The kernel's own doing, so that there is something to explain. */
const EXPLAINED: readonly OutcomeKind[] = ["KERNEL_FAULT", "KERNEL_HALTED", "BUDGET_EXHAUSTED"];
const TELLING = ["eip", "esp", "ebp", "eflags", "cr0", "cr2", "cr3"];

export function EndCard({ runId, outcome, onSnapshot }: EndCardProps) {
  const explained = outcome !== undefined && EXPLAINED.includes(outcome.kind);
  const { data } = useQuery({ ...endQuery(runId), enabled: explained, retry: false });
  if (!explained || data === undefined) return null;
  return (
    <Panel
      title="How it ended"
      className={styles.card}
      aside={
        <Button
          className="button"
          onPress={() => {
            onSnapshot(data.snapshot);
          }}
        >
          Show the last snapshot
        </Button>
      }
    >
      <div className={styles.body} data-testid="end-card">
        <p className={styles.headline} data-testid="end-headline">
          {data.headline}
        </p>
        <Further end={data} />
        <div className={styles.parts}>
          {data.walks.length > 0 && (
            <section>
              <h3>Walks</h3>
              {data.walks.map((walk) => (
                <WalkDrawing key={walk.of} walk={walk} />
              ))}
            </section>
          )}
          <section>
            <h3>Backtrace</h3>
            <ol className={styles.frames} data-testid="backtrace">
              {data.backtrace.frames.map((frame, index) => (
                <li key={index}>
                  <FrameLine frame={frame} />
                </li>
              ))}
            </ol>
            <p className={styles.quiet}>{data.backtrace.end}</p>
          </section>
          <section>
            <h3>Registers</h3>
            <dl className={styles.registers}>
              {TELLING.map((name) => asHeld(name, data.registers)).map(([name, value]) => (
                <div key={name}>
                  <dt>{name.toUpperCase()}</dt>
                  <dd>
                    <code>{value}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <section>
            <h3>Last on the console</h3>
            {data.lastLines.length === 0 ? (
              <p className={styles.quiet}>Nothing was printed.</p>
            ) : (
              <pre className={styles.lines}>{data.lastLines.join("\n")}</pre>
            )}
          </section>
        </div>
      </div>
    </Panel>
  );
}

/** RIP in place of EIP, and all of CR2, where the processor executes 64-bit code. */
function asHeld(name: string, registers: Registers): readonly [string, string] {
  for (const held of [name, "r" + name.slice(1)]) {
    const wide = registers.wideValues.get(held);
    if (wide !== undefined) return [held, wide];
  }
  return [name, hexadecimal(registers.values.get(name) ?? 0)];
}

function Further({ end }: { readonly end: End }) {
  const further = end.statements.filter((statement) => statement.text !== end.headline);
  if (further.length === 0) return null;
  return (
    <ul className={styles.further}>
      {further.map((statement, index) => (
        <li key={index} data-statement={statement.id}>
          {statement.text}
        </li>
      ))}
    </ul>
  );
}

function FrameLine({ frame }: { readonly frame: Frame }) {
  const { file, line } = frame;
  return (
    <>
      <code>{frame.address}</code> <strong>{frame.function ?? "no function of the image"}</strong>
      {frame.offset !== undefined && frame.offset > 0 && (
        <span className={styles.quiet}>+{hexadecimal(frame.offset).replace(/^0x0+/, "0x")}</span>
      )}{" "}
      {file !== undefined && line !== undefined && (
        <span className={styles.source} title={file}>
          {file.slice(file.lastIndexOf("/") + 1)}:{line}
        </span>
      )}
    </>
  );
}
