// SPDX-License-Identifier: Apache-2.0
// Whoever shows an address can have the memory viewer show what is there.
import { createContext, useContext } from "react";
import type { Space } from "../protocol/memory";

export type ShowMemory = (space: Space, address: number) => void;

export const MemoryTarget = createContext<ShowMemory>(() => undefined);

export const useShowMemory = (): ShowMemory => useContext(MemoryTarget);
