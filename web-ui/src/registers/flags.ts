// SPDX-License-Identifier: Apache-2.0
// Names of the bits of the control registers and EFLAGS: Intel SDM vol. 3, 2.3 and 2.5.

export interface Flag {
  readonly name: string;
  readonly bit: number;
  readonly meaning: string;
}

const flag = (bit: number, name: string, meaning: string): Flag => ({ bit, name, meaning });

export const CR0: readonly Flag[] = [
  flag(31, "PG", "paging"),
  flag(30, "CD", "cache disable"),
  flag(29, "NW", "not write-through"),
  flag(18, "AM", "alignment mask"),
  flag(16, "WP", "write protect in supervisor mode"),
  flag(5, "NE", "numeric error"),
  flag(4, "ET", "extension type"),
  flag(3, "TS", "task switched"),
  flag(2, "EM", "emulation"),
  flag(1, "MP", "monitor coprocessor"),
  flag(0, "PE", "protection enable"),
];

export const CR3: readonly Flag[] = [
  flag(4, "PCD", "page-level cache disable"),
  flag(3, "PWT", "page-level write-through"),
];

export const CR4: readonly Flag[] = [
  flag(21, "SMAP", "supervisor-mode access prevention"),
  flag(20, "SMEP", "supervisor-mode execution prevention"),
  flag(11, "UMIP", "user-mode instruction prevention"),
  flag(10, "OSXMMEXCPT", "unmasked SIMD exceptions"),
  flag(9, "OSFXSR", "FXSAVE and FXRSTOR"),
  flag(8, "PCE", "performance counters"),
  flag(7, "PGE", "global pages"),
  flag(6, "MCE", "machine check"),
  flag(5, "PAE", "physical address extension"),
  flag(4, "PSE", "4 MiB pages"),
  flag(3, "DE", "debugging extensions"),
  flag(2, "TSD", "time stamp disable"),
  flag(1, "PVI", "protected-mode virtual interrupts"),
  flag(0, "VME", "virtual-8086 mode extensions"),
];

export const EFLAGS: readonly Flag[] = [
  flag(21, "ID", "CPUID available"),
  flag(18, "AC", "alignment check"),
  flag(17, "VM", "virtual-8086 mode"),
  flag(16, "RF", "resume"),
  flag(14, "NT", "nested task"),
  flag(11, "OF", "overflow"),
  flag(10, "DF", "direction"),
  flag(9, "IF", "interrupts enabled"),
  flag(8, "TF", "trap"),
  flag(7, "SF", "sign"),
  flag(6, "ZF", "zero"),
  flag(4, "AF", "auxiliary carry"),
  flag(2, "PF", "parity"),
  flag(0, "CF", "carry"),
];

export function flagsSet(value: number, flags: readonly Flag[]): readonly Flag[] {
  return flags.filter(({ bit }) => ((value >>> bit) & 1) === 1);
}
