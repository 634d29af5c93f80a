// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from "react";
import { Button } from "react-aria-components";
import type { Control } from "../protocol/control";
import { Panel } from "../widgets/Panel";
import { chordSender } from "./chord-sender";
import { chordOf } from "./key-names";
import styles from "./machine.module.css";
import { TypeForm } from "./TypeForm";
import type { Controls } from "./use-controls";
import { useScreen } from "./use-screen";

interface ScreenPanelProps {
  readonly runId: string;
  readonly running: boolean;
  readonly interactive: boolean;
  readonly paused: boolean;
  readonly controls: Controls;
}

/** What the VGA card shows, and the machine's own keyboard. */
export function ScreenPanel({ runId, running, interactive, paused, controls }: ScreenPanelProps) {
  const { who, act, leave } = controls;
  const { canvas, seen, failure } = useScreen(runId, running, paused);
  const [refused, setRefused] = useState<string>();
  const controllable = interactive && running;
  const [capturing, setCapturing] = useState(false);
  const keys = controllable && capturing;

  const attempt = useMemo(() => {
    const report = (error: unknown) => {
      setRefused(error instanceof Error ? error.message : String(error));
    };
    return (acting: Promise<void>) => {
      setRefused(undefined);
      acting.catch(report);
    };
  }, []);
  const press = useMemo(
    () =>
      chordSender(
        (chords) => act("keys", JSON.stringify({ keys: chords }), "application/json"),
        (error) => {
          attempt(Promise.reject(error instanceof Error ? error : new Error(String(error))));
        },
      ),
    [act, attempt],
  );

  if (!running && !seen) return null;
  return (
    <Panel
      title="Screen"
      aside={
        controllable && (
          <div className={styles.buttons} role="group" aria-label="The processor">
            <Button
              className="button"
              data-small
              isDisabled={paused}
              onPress={() => {
                attempt(act("pause"));
              }}
            >
              Pause
            </Button>
            <Button
              className="button"
              data-small
              onPress={() => {
                attempt(act("step"));
              }}
            >
              Step to checkpoint
            </Button>
            <Button
              className="button"
              data-small
              isDisabled={!paused}
              onPress={() => {
                attempt(act("continue"));
              }}
            >
              Continue
            </Button>
          </div>
        )
      }
    >
      <div
        className={styles.screen}
        data-testid="machine-screen"
        data-capturing={keys || undefined}
        data-paused={paused || undefined}
        role={controllable ? "application" : "group"}
        aria-label={controllable ? "The machine's keyboard" : "The machine's screen"}
        aria-describedby="screen-note"
        tabIndex={controllable ? 0 : -1}
        onClick={({ currentTarget }) => {
          currentTarget.focus();
          setCapturing(true);
        }}
        onBlur={() => {
          setCapturing(false);
        }}
        onKeyDown={(event) => {
          if (!keys) {
            if (event.key === "Enter") setCapturing(true);
            return;
          }
          if (event.metaKey) return;
          event.preventDefault();
          event.stopPropagation();
          if (event.code === "Escape" && event.shiftKey) {
            setCapturing(false);
            return;
          }
          const chord = chordOf(event);
          if (chord !== undefined) press(chord);
        }}
      >
        <canvas ref={canvas} role="img" aria-label="Picture of the VGA card" />
        {paused && running && <span className={styles.paused}>Paused</span>}
      </div>
      {controllable && (
        <TypeForm
          onText={(text) => {
            attempt(act("keys", JSON.stringify({ text }), "application/json"));
          }}
        />
      )}
      <p id="screen-note" className={styles.note} role="status">
        {refused ?? failure ?? note(running, interactive, keys)}
        {controllable && refused === undefined && <Who who={who} onLeave={leave} />}
      </p>
    </Panel>
  );
}

function note(running: boolean, interactive: boolean, keys: boolean): string {
  if (!running) return "The machine is gone; this is the last picture seen of it.";
  if (!interactive) return "A graded run can only be looked at.";
  return keys
    ? "Every key goes to the machine. Shift+Escape or a click elsewhere takes them back."
    : "Click the screen, or press Enter on it, to type on the machine's keyboard.";
}

interface WhoProps {
  readonly who: Control | undefined;
  readonly onLeave: () => void;
}

function Who({ who, onLeave }: WhoProps) {
  if (who?.held !== true) return null;
  if (!who.mine) {
    const name = who.name === undefined || who.name === "" ? "Somebody else" : who.name;
    return <strong> {name} is at the controls.</strong>;
  }
  return (
    <>
      {" "}
      <strong>You are at the controls.</strong>{" "}
      <Button className={styles.leave ?? ""} onPress={onLeave}>
        Leave them
      </Button>
    </>
  );
}
