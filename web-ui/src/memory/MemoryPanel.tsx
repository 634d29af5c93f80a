// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components";
import { memoryQuery } from "../lab-api/queries";
import { ADDRESS_SPACE, hexadecimal } from "../protocol/brands";
import type { Memory, MemoryWanted, Space } from "../protocol/memory";
import { AddressForm } from "../widgets/AddressForm";
import { Choice } from "../widgets/Choice";
import { Nothing, Panel } from "../widgets/Panel";
import { BYTES_A_ROW, hexRows } from "./hex-rows";
import styles from "./memory.module.css";

const LENGTH = 256;

/** As many bytes as make a difference to the address, above 2^53. */
const WIDE_LENGTH = 4096;

const LAST = 2 ** 64 - WIDE_LENGTH;

export interface Place {
  readonly space: Space;
  readonly address: number;
}

interface MemoryPanelProps {
  readonly runId: string;
  /** Undefined while there is none. */
  readonly snapshot: number | undefined;
  /** Memory as it is now can be had. */
  readonly live: boolean;
  readonly place: Place | undefined;
  readonly onPlace: (place: Place) => void;
}

/** Bytes of memory, by linear or physical address. */
export function MemoryPanel({ runId, snapshot, live, place, onPlace }: MemoryPanelProps) {
  const space = place?.space ?? "linear";
  return (
    <Panel
      title="Memory"
      aside={
        <>
          <span className={styles.when}>{when(live, snapshot)}</span>
          <Choice
            label="Which addresses"
            options={[
              { value: "linear", title: "Linear" },
              { value: "physical", title: "Physical" },
            ]}
            value={space}
            onChange={(chosen) => {
              onPlace({ space: chosen, address: place?.address ?? 0 });
            }}
          />
        </>
      }
    >
      <PlaceForm
        key={`${space} ${place?.address ?? ""}`}
        place={place}
        onAddress={(address) => {
          onPlace({ space, address });
        }}
      />
      {place === undefined || (!live && snapshot === undefined) ? (
        <Nothing>Type an address, or follow one from a table entry or a frame.</Nothing>
      ) : (
        <Bytes
          runId={runId}
          snapshot={live ? undefined : snapshot}
          wanted={{ ...place, length: lengthAt(place.address) }}
        />
      )}
    </Panel>
  );
}

function lengthAt(address: number): number {
  return Number.isSafeInteger(address) ? LENGTH : WIDE_LENGTH;
}

function when(live: boolean, snapshot: number | undefined): string {
  if (live) return "as it is now";
  return snapshot === undefined ? "" : `at snapshot ${snapshot}`;
}

interface PlaceFormProps {
  readonly place: Place | undefined;
  readonly onAddress: (address: number) => void;
}

function PlaceForm({ place, onAddress }: PlaceFormProps) {
  const move = (by: 1 | -1) => {
    const from = place?.address ?? 0;
    const to = Math.max(0, from + by * lengthAt(from));
    onAddress(from < ADDRESS_SPACE ? Math.min(ADDRESS_SPACE - LENGTH, to) : Math.min(LAST, to));
  };
  return (
    <AddressForm
      label="Address of the first byte"
      initial={place === undefined ? "" : hexadecimal(place.address)}
      action="Show"
      onAddress={onAddress}
    >
      <Button
        className="button"
        aria-label="Earlier bytes"
        isDisabled={place === undefined}
        onPress={() => {
          move(-1);
        }}
      >
        ▲
      </Button>
      <Button
        className="button"
        aria-label="Later bytes"
        isDisabled={place === undefined}
        onPress={() => {
          move(1);
        }}
      >
        ▼
      </Button>
    </AddressForm>
  );
}

interface BytesProps {
  readonly runId: string;
  readonly snapshot: number | undefined;
  readonly wanted: MemoryWanted;
}

function Bytes({ runId, snapshot, wanted }: BytesProps) {
  const { data, error } = useQuery({
    ...memoryQuery(runId, snapshot, wanted),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Nothing>{error.message}</Nothing>;
  if (data === undefined) return <Nothing>Reading…</Nothing>;
  return (
    <>
      <pre
        className={styles.bytes}
        data-testid="memory-bytes"
        tabIndex={0}
        aria-label={`${wanted.length} bytes from ${wanted.space} address ${hexadecimal(wanted.address)}`}
      >
        {hexRows(data).map(({ address, bytes, text }) => (
          <div key={address}>
            <span className={styles.address}>{address}</span>
            {"  "}
            {bytes.slice(0, BYTES_A_ROW / 2).join(" ")} {bytes.slice(BYTES_A_ROW / 2).join(" ")}
            {"  "}
            <span className={styles.text}>{text}</span>
          </div>
        ))}
      </pre>
      <p className={styles.note}>{missing(data, snapshot)}</p>
    </>
  );
}

function missing({ space, unreadable }: Memory, snapshot: number | undefined): string {
  if (unreadable.length === 0) return "";
  const why = space === "linear" ? "no page is mapped, or it leads to no RAM" : "no RAM is";
  return snapshot === undefined
    ? `Two dots: ${why} there.`
    : `Two dots: ${why} there, or the snapshot does not hold it.`;
}
