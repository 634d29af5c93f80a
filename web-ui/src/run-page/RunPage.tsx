// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useAddressSpaces } from "../address-space/use-address-spaces";
import { CheckpointList } from "../checkpoints/CheckpointList";
import { Timeline } from "../checkpoints/Timeline";
import { useStepKeys } from "../checkpoints/use-step-keys";
import { ConsolePanel } from "../console/ConsolePanel";
import { DescriptorsPanel } from "../descriptors/DescriptorsPanel";
import { EndCard } from "../end/EndCard";
import { FrameMap } from "../frame-map/FrameMap";
import { profileQuery, runQuery, verdictQuery } from "../lab-api/queries";
import { LabProblem } from "../lab-api/request";
import { ScreenPanel } from "../machine/ScreenPanel";
import { useControls } from "../machine/use-controls";
import { MemoryPanel } from "../memory/MemoryPanel";
import type { Place } from "../memory/MemoryPanel";
import { PageDirectoryPanel } from "../page-directory/PageDirectoryPanel";
import type { LinearAddress } from "../protocol/brands";
import type { Space } from "../protocol/memory";
import type { Evidence } from "../protocol/verdict";
import { RegistersPanel } from "../registers/RegistersPanel";
import { useBitmap } from "../run-model/use-bitmap";
import { useRunModel } from "../run-model/use-run-model";
import { TranslatePanel } from "../translate/TranslatePanel";
import { VerdictPanel } from "../verdict/VerdictPanel";
import { VirtualLayout } from "../virtual-layout/VirtualLayout";
import { MemoryTarget } from "../widgets/memory-target";
import { ConnectionNotice } from "./ConnectionNotice";
import { RunHeader } from "./RunHeader";
import styles from "./run-page.module.css";
import { UnknownRun } from "./UnknownRun";
import { useSelection } from "./use-selection";

const DEFAULT_RAM_MIB = 128;
const NO_REGIONS = [] as const;

export function RunPage({ id }: { readonly id: string }) {
  const { model, connection, malformed } = useRunModel(id);
  const { data: run, error } = useQuery(runQuery(id));
  const { data: verdict } = useQuery({
    ...verdictQuery(id),
    enabled: model.verdict !== undefined,
  });
  const { data: profile } = useQuery(profileQuery(id));
  const selection = useSelection(model.snapshots);
  const [address, setAddress] = useState<LinearAddress>();
  const spaces = useAddressSpaces(id, selection.snapshot);
  const [place, setPlace] = useState<Place>();
  const map = useRef<HTMLDivElement>(null);
  const bytes = useRef<HTMLDivElement>(null);
  const live = model.state !== "ENDED";
  const running = model.state === "RUNNING";
  const interactive = run?.mode === "interactive";
  const controls = useControls(id, interactive && running);
  const buildRejected = model.outcome?.kind === "BUILD_REJECTED";

  useRefreshOnState(id, model.state);
  useStepKeys(selection.step);
  useEffect(() => {
    document.title = `${run?.label ?? "Run"} · Kernel Lab`;
  }, [run?.label]);

  const held = useMemo(
    () => new Map(model.snapshots.map((snapshot) => [snapshot.n, snapshot])),
    [model.snapshots],
  );
  const shown = useBitmap(id, held, selection.snapshot?.n);
  const before = useBitmap(id, held, selection.before?.n);

  const showMemory = useCallback((space: Space, at: number) => {
    setPlace({ space, address: at });
    bytes.current?.scrollIntoView({ block: "nearest" });
  }, []);

  if (error instanceof LabProblem && error.status === 404)
    return <UnknownRun reason={error.message} />;

  const showEvidence = (evidence: Evidence) => {
    selection.showEvidence(evidence);
    if (evidence.linear !== undefined) setAddress(evidence.linear);
    map.current?.scrollIntoView({ block: "nearest" });
  };
  return (
    <MemoryTarget value={showMemory}>
      <main className={styles.page}>
        <RunHeader id={id} run={run} model={model} />
        <EndCard runId={id} outcome={model.outcome} onSnapshot={selection.select} />
        <ConnectionNotice connection={connection} malformed={malformed} />
        <div className={styles.sticky}>
          <Timeline
            profile={profile}
            snapshots={model.snapshots}
            selected={selection.snapshot}
            following={selection.following && live}
            live={live}
            onSelect={selection.select}
            onStep={selection.step}
            onFollow={selection.follow}
          />
        </div>
        <div className={styles.panels} data-build-rejected={buildRejected || undefined}>
          <div className={styles.left}>
            <CheckpointList
              profile={profile}
              snapshots={model.snapshots}
              selected={selection.snapshot?.n}
              ended={!live}
              onSelect={selection.select}
            />
            <RegistersPanel
              registers={selection.snapshot?.registers}
              before={selection.before?.registers}
            />
          </div>
          <div className={styles.middle}>
            <div className={styles.map} ref={map}>
              <FrameMap
                snapshot={selection.snapshot}
                shown={shown}
                before={before}
                ramMiB={run?.machine?.ramMiB ?? DEFAULT_RAM_MIB}
                regions={profile?.physicalRegions ?? NO_REGIONS}
                highlighted={selection.frames}
              />
            </div>
            <ConsolePanel
              runId={id}
              state={model.state}
              buildRejected={buildRejected}
              build={model.build}
              serial={model.serial}
              onType={interactive ? controls.act : undefined}
            />
            <ScreenPanel
              runId={id}
              running={running}
              interactive={interactive}
              paused={model.paused}
              controls={controls}
            />
            <PageDirectoryPanel runId={id} snapshot={selection.snapshot} spaces={spaces} />
            <DescriptorsPanel runId={id} snapshot={selection.snapshot} ended={!live} />
            <div ref={bytes}>
              <MemoryPanel
                runId={id}
                snapshot={selection.snapshot?.n}
                live={interactive && running && selection.following}
                place={place}
                onPlace={setPlace}
              />
            </div>
          </div>
          <div className={styles.right}>
            <VerdictPanel
              verdict={verdict ?? model.verdict}
              state={model.state}
              onEvidence={showEvidence}
            />
            <VirtualLayout
              snapshot={selection.snapshot}
              paging={spaces.paging}
              regions={profile?.regions ?? NO_REGIONS}
              highlighted={selection.linear}
              onTranslate={setAddress}
            />
            <TranslatePanel
              runId={id}
              snapshot={selection.snapshot}
              address={address}
              directory={spaces.directory}
              onAddress={setAddress}
            />
          </div>
        </div>
      </main>
    </MemoryTarget>
  );
}

/** The run's own record changes with its state: machine, times, label. */
function useRefreshOnState(id: string, state: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: runQuery(id).queryKey });
  }, [queries, id, state]);
}
