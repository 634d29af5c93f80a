// SPDX-License-Identifier: Apache-2.0
import type { Profile } from "../protocol/profile";
import type { Snapshot } from "../protocol/snapshot";
import { whole } from "../widgets/format";
import { Nothing, Panel } from "../widgets/Panel";
import styles from "./checkpoints.module.css";
import { moments } from "./moments";
import type { Moment } from "./moments";

interface CheckpointListProps {
  readonly profile: Profile | undefined;
  readonly snapshots: readonly Snapshot[];
  readonly selected: number | undefined;
  readonly ended: boolean;
  readonly onSelect: (n: number) => void;
}

export function CheckpointList(props: CheckpointListProps) {
  const { profile, snapshots, selected, ended, onSelect } = props;
  const listed = moments(snapshots, profile);
  return (
    <Panel title="Checkpoints">
      {listed.length === 0 ? (
        <Nothing>
          {ended ? "The kernel reached no checkpoint." : "Waiting for the first checkpoint."}
        </Nothing>
      ) : (
        <ol className={styles.list}>
          {listed.map((moment) =>
            moment.kind === "seen" ? (
              <Seen
                key={moment.snapshot.n}
                moment={moment}
                selected={moment.snapshot.n === selected}
                onSelect={onSelect}
              />
            ) : (
              <li key={moment.checkpoint.symbol} data-missing>
                <div
                  className={styles.item}
                  data-testid="checkpoint-item"
                  data-symbol={moment.checkpoint.symbol}
                >
                  <strong>{moment.checkpoint.title}</strong>
                  <span>{ended ? "not reached" : "not reached yet"}</span>
                </div>
              </li>
            ),
          )}
        </ol>
      )}
    </Panel>
  );
}

interface SeenProps {
  readonly moment: Extract<Moment, { kind: "seen" }>;
  readonly selected: boolean;
  readonly onSelect: (n: number) => void;
}

function Seen({ moment: { snapshot, title, checkpoint }, selected, onSelect }: SeenProps) {
  return (
    <li data-reason={snapshot.reason}>
      <button
        type="button"
        className={styles.item}
        data-testid="checkpoint-item"
        data-snapshot={snapshot.n}
        data-symbol={snapshot.checkpoint}
        aria-current={selected ? "step" : undefined}
        onClick={() => {
          onSelect(snapshot.n);
        }}
      >
        <strong>{title}</strong>
        {selected && checkpoint?.promise !== undefined && (
          <span className={styles.promise}>{checkpoint.promise}</span>
        )}
        <span className="num">
          {snapshot.instructions === undefined
            ? `snapshot ${snapshot.n}`
            : `${whole(snapshot.instructions)} instructions`}
        </span>
        {snapshot.findings.map((finding) => (
          <span key={finding.id} className={styles.finding}>
            {finding.message}
          </span>
        ))}
      </button>
    </li>
  );
}
