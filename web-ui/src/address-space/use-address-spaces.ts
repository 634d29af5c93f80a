// SPDX-License-Identifier: Apache-2.0
// Which of a snapshot's address spaces the page tables, the layout and translations are shown of.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { addressSpacesQuery, rangesQuery } from "../lab-api/queries";
import type { PhysicalAddress } from "../protocol/brands";
import type { AddressSpace } from "../protocol/page-tables";
import type { Paging, Snapshot } from "../protocol/snapshot";

export interface AddressSpaces {
  /** CR3's first; none while paging is off. */
  readonly all: readonly AddressSpace[];
  /** The chosen one; undefined is CR3's, which every snapshot has. */
  readonly directory: PhysicalAddress | undefined;
  readonly paging: Paging | undefined;
  readonly choose: (directory: PhysicalAddress | undefined) => void;
}

const NONE: readonly AddressSpace[] = [];

/** A chosen one is kept from snapshot to snapshot, as long as there is one at its place. */
export function useAddressSpaces(id: string, snapshot: Snapshot | undefined): AddressSpaces {
  const [chosen, choose] = useState<PhysicalAddress>();
  const n = snapshot?.n ?? 0;
  const enabled = snapshot?.paging.directory !== undefined;
  const { data } = useQuery({
    ...addressSpacesQuery(id, n),
    enabled,
    placeholderData: keepPreviousData,
  });
  const all = enabled ? (data?.items ?? NONE) : NONE;
  const isOther = all.some((space) => space.found !== "cr3" && space.directory === chosen);
  const directory = isOther ? chosen : undefined;
  const other = useQuery({ ...rangesQuery(id, n, directory ?? zero), enabled: isOther });
  return { all, directory, paging: isOther ? other.data : snapshot?.paging, choose };
}

const zero = 0 as PhysicalAddress;
