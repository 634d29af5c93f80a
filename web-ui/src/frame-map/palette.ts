// SPDX-License-Identifier: Apache-2.0
// The map's colours come from the style sheet, as every other colour does.

export interface Palette {
  readonly free: number;
  readonly allocated: number;
  readonly notRam: number;
  readonly freed: number;
  readonly taken: number;
  readonly unknown: number;
}

export interface Inks {
  readonly axis: string;
  readonly grid: string;
  readonly mark: string;
  readonly cursor: string;
  readonly surface: string;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const pixel = (name: string) => pixelOf(style.getPropertyValue(name));
  return {
    free: pixel("--map-free"),
    allocated: pixel("--map-allocated"),
    notRam: pixel("--map-not-ram"),
    freed: pixel("--map-freed"),
    taken: pixel("--map-taken"),
    unknown: pixel("--map-unknown"),
  };
}

export function readInks(element: Element): Inks {
  const style = getComputedStyle(element);
  return {
    axis: style.getPropertyValue("--map-axis"),
    grid: style.getPropertyValue("--map-grid"),
    mark: style.getPropertyValue("--map-mark"),
    cursor: style.getPropertyValue("--map-cursor"),
    surface: style.getPropertyValue("--map-surface"),
  };
}

/** `rgb(43, 179, 163)`, the computed form of a colour, as the four bytes of an ImageData pixel. */
export function pixelOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const pixel = new Uint32Array(1);
  new Uint8Array(pixel.buffer).set([red, green, blue, 255]);
  return pixel[0] ?? 0;
}
