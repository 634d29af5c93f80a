// SPDX-License-Identifier: Apache-2.0
import { Button } from "react-aria-components";
import { FRAME_SIZE, frameOf } from "../protocol/brands";
import type { PhysicalRegion } from "../protocol/profile";
import type { FrameRun } from "../protocol/snapshot";
import { Choice } from "../widgets/Choice";
import styles from "./frame-map.module.css";
import type { Extent } from "./use-map-view";

interface MapToolbarProps {
  readonly extent: Extent;
  readonly ramMiB: number;
  readonly regions: readonly PhysicalRegion[];
  readonly onExtent: (extent: Extent) => void;
  readonly onZoom: (factor: number) => void;
  readonly onShow: (run: FrameRun) => void;
}

const ZOOM_STEP = 1.6;

export function MapToolbar(props: MapToolbarProps) {
  const { extent, ramMiB, regions, onExtent, onZoom, onShow } = props;
  return (
    <>
      {regions.length > 0 && (
        <select
          className={`field ${styles.jump ?? ""}`}
          aria-label="Go to a physical region"
          value=""
          onChange={(event) => {
            const region = regions[Number(event.target.value)];
            if (region !== undefined) onShow(framesOf(region));
          }}
        >
          <option value="">Go to region…</option>
          {regions.map((region, index) => (
            <option key={region.name} value={index}>
              {region.name}
            </option>
          ))}
        </select>
      )}
      <Choice
        label="How much of the address space to show"
        options={[
          { value: "ram", title: `RAM, ${ramMiB} MiB` },
          { value: "all", title: "All 4 GiB" },
        ]}
        value={extent}
        onChange={onExtent}
      />
      <span className={styles.zoom}>
        <Button
          className="button"
          data-small
          aria-label="Zoom out"
          onPress={() => {
            onZoom(1 / ZOOM_STEP);
          }}
        >
          −
        </Button>
        <Button
          className="button"
          data-small
          aria-label="Zoom in"
          onPress={() => {
            onZoom(ZOOM_STEP);
          }}
        >
          +
        </Button>
      </span>
    </>
  );
}

function framesOf(region: PhysicalRegion): FrameRun {
  const first = frameOf(region.start);
  return { first, count: Math.floor(region.end / FRAME_SIZE) - first + 1 };
}
