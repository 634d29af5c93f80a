// SPDX-License-Identifier: Apache-2.0
import { Suspense, lazy, useEffect, useMemo, useRef, useState } from "react";
import { serialUrl } from "../lab-api/paths";
import type { MachineCall } from "../lab-api/paths";
import type { RunState } from "../protocol/outcome";
import { Choice } from "../widgets/Choice";
import { Panel } from "../widgets/Panel";
import styles from "./console.module.css";
import { inputSender } from "./input-sender";

// The terminal is the largest part of the dashboard: it arrives after the page does.
const SerialConsole = lazy(() => import("./SerialConsole"));

interface ConsolePanelProps {
  readonly runId: string;
  readonly state: RunState;
  readonly buildRejected: boolean;
  readonly build: string;
  readonly serial: string;
  /** Undefined where nothing can be typed. */
  readonly onType: ((call: MachineCall, text: string) => Promise<void>) | undefined;
}

type Shown = "serial" | "build";

export function ConsolePanel({
  runId,
  state,
  buildRejected,
  build,
  serial,
  onType,
}: ConsolePanelProps) {
  const [chosen, setChosen] = useState<Shown>();
  const [failure, setFailure] = useState<string>();
  const building = state === "QUEUED" || state === "BUILDING" || buildRejected;
  const shown = chosen ?? (building ? "build" : "serial");
  const live = state === "BOOTING" || state === "RUNNING";
  const onInput = useMemo(
    () =>
      live && onType !== undefined
        ? inputSender((text) => onType("input", text), setFailure)
        : undefined,
    [live, onType],
  );
  return (
    <Panel
      title="Console"
      aside={
        <>
          <a href={serialUrl(runId)} target="_blank" rel="noreferrer">
            Plain text
          </a>
          <Choice
            label="Which output to show"
            options={[
              { value: "serial", title: "Serial" },
              { value: "build", title: "Build" },
            ]}
            value={shown}
            onChange={setChosen}
          />
        </>
      }
    >
      <div className={styles.screen} data-testid="serial-console" hidden={shown !== "serial"}>
        <Suspense fallback={null}>
          <SerialConsole text={serial} onInput={onInput} />
        </Suspense>
      </div>
      {shown === "build" && <BuildOutput text={build} />}
      <p className={styles.note} role="status">
        {failure ??
          (onInput !== undefined
            ? "Click the serial console and type: it reaches COM1."
            : idleNote(serial))}
      </p>
    </Panel>
  );
}

function idleNote(serial: string): string {
  return serial === "" ? "The kernel has written nothing to COM1." : "Everything written to COM1.";
}

/** Follows the end of the output unless the reader has scrolled away from it. */
function BuildOutput({ text }: { readonly text: string }) {
  const output = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (output.current !== null && atEnd.current)
      output.current.scrollTop = output.current.scrollHeight;
  }, [text]);
  return (
    <pre
      ref={output}
      className={styles.build}
      data-testid="build-output"
      tabIndex={0}
      aria-label="Build output"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
      }}
    >
      {text === "" ? "No build output." : text}
    </pre>
  );
}
