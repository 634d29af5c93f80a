// SPDX-License-Identifier: Apache-2.0
import { Button } from "react-aria-components";
import { Link } from "wouter";
import styles from "./app.module.css";
import { useTheme } from "./theme";

export function TopBar() {
  const { theme, toggle } = useTheme();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header className={styles.bar}>
      <Link href="/" className={styles.brand ?? ""}>
        <img src="/favicon.svg" alt="" width="26" height="26" />
        Kernel Lab
      </Link>
      <nav aria-label="Main">
        <Link href="/">Runs</Link>
      </nav>
      <Button
        className={styles.theme ?? ""}
        aria-label={`Switch to the ${other} theme`}
        onPress={toggle}
      >
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden>
          <circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M10 2.75a7.25 7.25 0 0 1 0 14.5z" fill="currentColor" />
        </svg>
      </Button>
    </header>
  );
}
