// SPDX-License-Identifier: Apache-2.0
// Addresses are types, so that a physical and a linear one cannot be mixed up. 32 bits fit a number.

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type PhysicalAddress = Brand<number, "PhysicalAddress">;
export type LinearAddress = Brand<number, "LinearAddress">;
export type FrameNumber = Brand<number, "FrameNumber">;

export const FRAME_SIZE = 4096;
export const FRAME_COUNT = 1_048_576;
export const ADDRESS_SPACE = 2 ** 32;

const ADDRESS = /^0x[0-9A-Fa-f]{8,16}$/;

/**
 * The number behind `"0x0010C000"`, or undefined when the text has another form. Of 64 bits no
 * number holds the lowest: it is that of the page then, and never the next one.
 */
export function addressValue(text: string): number | undefined {
  if (!ADDRESS.test(text)) return undefined;
  const value = Number.parseInt(text.slice(2), 16);
  return Number.isSafeInteger(value) ? value : Number.parseInt(text.slice(2, -3) + "000", 16);
}

export function physicalAddress(value: number): PhysicalAddress {
  return inAddressSpace(value, "physical address") as PhysicalAddress;
}

export function linearAddress(value: number): LinearAddress {
  return inAddressSpace(value, "linear address") as LinearAddress;
}

export function frameNumber(value: number): FrameNumber {
  if (!Number.isInteger(value) || value < 0 || value >= FRAME_COUNT) {
    throw new RangeError(`frame number: not below ${FRAME_COUNT}, ${value}`);
  }
  return value as FrameNumber;
}

export function frameOf(address: PhysicalAddress): FrameNumber {
  return Math.floor(address / FRAME_SIZE) as FrameNumber;
}

export function frameAddress(frame: FrameNumber): PhysicalAddress {
  return (frame * FRAME_SIZE) as PhysicalAddress;
}

export function hexadecimal(value: number): string {
  return "0x" + value.toString(16).toUpperCase().padStart(8, "0");
}

function inAddressSpace(value: number, what: string): number {
  if (!Number.isInteger(value) || value < 0 || value >= ADDRESS_SPACE) {
    throw new RangeError(`${what}: not a 32-bit number, ${value}`);
  }
  return value;
}
