// SPDX-License-Identifier: Apache-2.0
import { Button, Slider, SliderThumb, SliderTrack, ToggleButton } from "react-aria-components";
import type { Profile } from "../protocol/profile";
import type { Snapshot } from "../protocol/snapshot";
import { whole } from "../widgets/format";
import styles from "./checkpoints.module.css";
import { momentTitle } from "./moments";

interface TimelineProps {
  readonly profile: Profile | undefined;
  readonly snapshots: readonly Snapshot[];
  readonly selected: Snapshot | undefined;
  readonly following: boolean;
  readonly live: boolean;
  readonly onSelect: (n: number) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onFollow: (follow: boolean) => void;
}

/** Time travel: every view of the page shows the snapshot chosen here. */
export function Timeline(props: TimelineProps) {
  const { profile, snapshots, selected, following, live, onSelect, onStep, onFollow } = props;
  const index = selected === undefined ? -1 : snapshots.indexOf(selected);
  const last = snapshots.length - 1;
  return (
    <div className={styles.timeline}>
      <div className={styles.steps}>
        <Button
          className="button"
          data-small
          aria-label="Previous snapshot"
          isDisabled={index <= 0}
          onPress={() => {
            onStep(-1);
          }}
        >
          ←
        </Button>
        <Button
          className="button"
          data-small
          aria-label="Next snapshot"
          isDisabled={index < 0 || index === last}
          onPress={() => {
            onStep(1);
          }}
        >
          →
        </Button>
      </div>
      <p className={styles.now} aria-live="polite">
        {selected === undefined ? (
          <span>No snapshot yet</span>
        ) : (
          <>
            <strong>{momentTitle(selected, profile)}</strong>
            <span className="num">{description(selected, snapshots.length)}</span>
          </>
        )}
      </p>
      <Slider
        className={styles.slider ?? ""}
        aria-label="Snapshot"
        minValue={0}
        maxValue={Math.max(1, last)}
        value={Math.max(0, index)}
        isDisabled={last < 1}
        onChange={(value) => {
          const chosen = snapshots[value];
          if (chosen !== undefined) onSelect(chosen.n);
        }}
      >
        <SliderTrack className={styles.track ?? ""}>
          {snapshots.map((snapshot, at) => (
            <span
              key={snapshot.n}
              className={styles.tick}
              data-reason={snapshot.reason}
              style={{ left: `${(at / Math.max(1, last)) * 100}%` }}
            />
          ))}
          <SliderThumb className={styles.thumb ?? ""} />
        </SliderTrack>
      </Slider>
      {live && (
        <ToggleButton
          className={`button ${styles.follow ?? ""}`}
          data-small
          isSelected={following}
          onChange={onFollow}
        >
          Follow live
        </ToggleButton>
      )}
    </div>
  );
}

function description(snapshot: Snapshot, total: number): string {
  const instructions =
    snapshot.instructions === undefined ? "" : `, ${whole(snapshot.instructions)} instructions`;
  const torn = snapshot.torn ? ", read while running" : "";
  return `snapshot ${snapshot.n} of ${total}${instructions}${torn}`;
}
