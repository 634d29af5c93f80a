// SPDX-License-Identifier: Apache-2.0
// Light or dark: the system's wish unless the reader chose. The style sheet does the rest through
// `color-scheme`; the canvas and the terminal, which draw their own pixels, ask useTheme().
import { createContext, use, useState, useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

export interface ThemeControl {
  readonly theme: Theme;
  readonly toggle: () => void;
}

const KEY = "kernel-lab.theme";
const DARK = "(prefers-color-scheme: dark)";

export const ThemeContext = createContext<ThemeControl>({
  theme: "light",
  toggle: () => undefined,
});

export function useTheme(): ThemeControl {
  return use(ThemeContext);
}

export function useThemeControl(): ThemeControl {
  const [chosen, setChosen] = useState(remembered);
  const systemIsDark = useSyncExternalStore(onSystemChange, () => matchMedia(DARK).matches);
  const theme = chosen ?? (systemIsDark ? "dark" : "light");

  const toggle = () => {
    const next = theme === "dark" ? "light" : "dark";
    localStorage.setItem(KEY, next);
    // Before anything renders anew: the canvas reads its colours while it does.
    apply(next);
    setChosen(next);
  };
  return { theme, toggle };
}

/** Called before the first paint, so that a chosen theme does not flash the other one. */
export function applyRememberedTheme(): void {
  const chosen = remembered();
  if (chosen !== undefined) apply(chosen);
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

function remembered(): Theme | undefined {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : undefined;
}

function onSystemChange(changed: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener("change", changed);
  return () => {
    query.removeEventListener("change", changed);
  };
}
