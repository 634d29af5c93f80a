// SPDX-License-Identifier: Apache-2.0
// What a guest may make the terminal do. Colours and cursor movement, yes; links, the clipboard, the
// window's title, other palettes and any question that the terminal would answer as if typed, no.
import type { IParser } from "@xterm/xterm";

const REFUSED_OSC = [0, 1, 2, 4, 8, 10, 11, 12, 52, 104, 110, 111, 112];

const REFUSED_CSI = [
  { final: "c" },
  { prefix: ">", final: "c" },
  { prefix: "=", final: "c" },
  { prefix: ">", final: "q" },
  { final: "n" },
  { prefix: "?", final: "n" },
  { intermediates: "$", final: "p" },
  { prefix: "?", intermediates: "$", final: "p" },
  { final: "t" },
];

const REFUSED_DCS = [
  { intermediates: "$", final: "q" },
  { intermediates: "+", final: "q" },
];

export function guardTerminal(parser: IParser): void {
  for (const number of REFUSED_OSC) parser.registerOscHandler(number, () => true);
  for (const id of REFUSED_CSI) parser.registerCsiHandler(id, () => true);
  for (const id of REFUSED_DCS) parser.registerDcsHandler(id, () => true);
}

/** One character is one byte the guest wrote. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
