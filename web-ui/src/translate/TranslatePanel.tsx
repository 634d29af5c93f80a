// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { translationQuery } from "../lab-api/queries";
import { hexadecimal } from "../protocol/brands";
import type { LinearAddress, PhysicalAddress } from "../protocol/brands";
import type { Translation, TranslationStep } from "../protocol/page-tables";
import type { Snapshot } from "../protocol/snapshot";
import { AddressForm } from "../widgets/AddressForm";
import { MemoryLink } from "../widgets/MemoryLink";
import { Nothing, Panel } from "../widgets/Panel";
import styles from "./translate.module.css";

interface TranslatePanelProps {
  readonly runId: string;
  readonly snapshot: Snapshot | undefined;
  readonly address: LinearAddress | undefined;
  /** Another address space than CR3's. */
  readonly directory: PhysicalAddress | undefined;
  readonly onAddress: (address: LinearAddress) => void;
}

export function TranslatePanel(props: TranslatePanelProps) {
  const { runId, snapshot, address, directory, onAddress } = props;
  return (
    <Panel title="Translate an address">
      <AddressForm
        key={address}
        label="Linear address"
        initial={address === undefined ? "" : hexadecimal(address)}
        action="Translate"
        onAddress={onAddress}
      />
      {snapshot === undefined || address === undefined ? (
        <Nothing>
          Type a linear address to see how the processor finds its physical address.
        </Nothing>
      ) : (
        <Walk runId={runId} snapshot={snapshot.n} address={address} directory={directory} />
      )}
    </Panel>
  );
}

interface WalkProps {
  readonly runId: string;
  readonly snapshot: number;
  readonly address: LinearAddress;
  readonly directory: PhysicalAddress | undefined;
}

function Walk({ runId, snapshot, address, directory }: WalkProps) {
  const { data, error } = useQuery(translationQuery(runId, snapshot, address, directory));
  if (error !== null) return <Nothing>{error.message}</Nothing>;
  if (data === undefined) return <Nothing>Walking…</Nothing>;
  return (
    <ol className={styles.walk} data-testid="translation">
      <li>
        <span className={styles.level}>Linear</span>
        <span className={styles.split}>{split(address, data.steps)}</span>
      </li>
      {data.steps.map((step) => (
        <Step key={step.level} step={step} wide={isWide(data.steps)} />
      ))}
      <Conclusion translation={data} />
    </ol>
  );
}

interface StepProps {
  readonly step: TranslationStep;
  readonly wide: boolean;
}

function Step({ step, wide }: StepProps) {
  return (
    <li data-missing={!step.present || undefined}>
      <span className={styles.level}>
        {step.level} {step.index}
      </span>
      <span>
        {step.entryAddress !== undefined && (
          <>
            at <code>{hexadecimal(step.entryAddress)}</code> is{" "}
          </>
        )}
        <code>{step.raw}</code>: {words(step, wide)}
        {step.physical !== undefined && (
          <>
            , leads to <code>{hexadecimal(step.physical)}</code>
          </>
        )}
      </span>
    </li>
  );
}

function Conclusion({ translation }: { readonly translation: Translation }) {
  return translation.physical === undefined ? (
    <li data-missing>
      <span className={styles.level}>Fails</span>
      <span>{translation.failure ?? "The lab did not say why."}</span>
    </li>
  ) : (
    <li data-found>
      <span className={styles.level}>Physical</span>
      <MemoryLink space="physical" address={translation.physical} />
    </li>
  );
}

/** Tables of 64-bit entries: PAE or four levels. */
function isWide(steps: readonly TranslationStep[]): boolean {
  return steps.some((step) => step.level === "PDPTE");
}

function words(step: TranslationStep, wide: boolean): string {
  if (!step.present) return "not present";
  const access = step.writable ? "writable" : "read-only";
  const reach = step.level === "PDPTE" ? "1 GiB" : wide ? "2 MiB" : "4 MiB";
  const size = step.large === true ? `, ${reach} page` : "";
  return `${access}, ${step.user ? "user" : "supervisor"}${size}`;
}

/** How the address is split: under 32-bit paging 10/10/12, Intel SDM vol. 3, figure 4-2. */
function split(address: number, steps: readonly TranslationStep[]): string {
  const offset = (address % 4096).toString(16).toUpperCase().padStart(3, "0");
  const indices = isWide(steps)
    ? steps.map((step) => `${step.level} ${step.index}`)
    : [`directory ${address >>> 22}`, `table ${(address >>> 12) & 1023}`];
  return [...indices, `offset ${offset}`].join(" · ");
}
