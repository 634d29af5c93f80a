// SPDX-License-Identifier: Apache-2.0
// Which key of the machine's keyboard a key of this one is: by its place, not by what is printed on
// it. The machine's names are QEMU's.

const NAMES: Readonly<Record<string, string>> = {
  Escape: "esc",
  Tab: "tab",
  Enter: "ret",
  Space: "spc",
  Backspace: "backspace",
  Insert: "insert",
  Delete: "delete",
  Home: "home",
  End: "end",
  PageUp: "pgup",
  PageDown: "pgdn",
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Minus: "minus",
  Equal: "equal",
  BracketLeft: "bracket_left",
  BracketRight: "bracket_right",
  Backslash: "backslash",
  Semicolon: "semicolon",
  Quote: "apostrophe",
  Backquote: "grave_accent",
  Comma: "comma",
  Period: "dot",
  Slash: "slash",
  IntlBackslash: "less",
  NumpadAdd: "kp_add",
  NumpadSubtract: "kp_subtract",
  NumpadMultiply: "kp_multiply",
  NumpadDivide: "kp_divide",
  NumpadDecimal: "kp_decimal",
  NumpadEnter: "kp_enter",
};

export interface KeyPress {
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
}

/** The keys to press together, or undefined when the machine's keyboard has no such key. */
export function chordOf({
  code,
  shiftKey,
  ctrlKey,
  altKey,
}: KeyPress): readonly string[] | undefined {
  const key = keyName(code);
  if (key === undefined) return undefined;
  return [
    ...(ctrlKey ? ["ctrl"] : []),
    ...(altKey ? ["alt"] : []),
    ...(shiftKey ? ["shift"] : []),
    key,
  ];
}

function keyName(code: string): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  if (pad !== undefined) return `kp_${pad}`;
  return /^F([1-9]|1[0-2])$/.test(code) ? code.toLowerCase() : NAMES[code];
}
