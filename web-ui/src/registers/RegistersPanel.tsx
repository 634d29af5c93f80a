// SPDX-License-Identifier: Apache-2.0
import { hexadecimal } from "../protocol/brands";
import type { Registers } from "../protocol/registers";
import { Nothing, Panel } from "../widgets/Panel";
import { CR0, CR3, CR4, EFLAGS, flagsSet } from "./flags";
import type { Flag } from "./flags";
import styles from "./registers.module.css";

interface RegistersPanelProps {
  readonly registers: Registers | undefined;
  readonly before: Registers | undefined;
}

const DECODED: Readonly<Record<string, readonly Flag[]>> = {
  cr0: CR0,
  cr3: CR3,
  cr4: CR4,
  eflags: EFLAGS,
};
const ORDER = [
  ...["eip", "esp", "ebp", "eflags", "eax", "ebx", "ecx", "edx", "esi", "edi"],
  ...["cr0", "cr2", "cr3", "cr4", "gdtBase", "idtBase"],
  ...["cs", "ss", "ds", "es", "fs", "gs", "tr", "ldt"],
];

export function RegistersPanel({ registers, before }: RegistersPanelProps) {
  return (
    <Panel
      title="Registers"
      aside={registers?.halted === true && <span className={styles.halted}>halted</span>}
    >
      {registers === undefined ? (
        <Nothing>Nothing to show before the first snapshot.</Nothing>
      ) : (
        <dl className={styles.registers}>
          {sorted(registers).map(([name, value]) => (
            <Register key={name} name={name} value={value} before={before?.values.get(name)} />
          ))}
          {[...registers.wideValues].map(([name, value]) => (
            <div key={name}>
              <dt>{titleOf(name)}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
          <Limit name="GDT limit" value={registers.gdtLimit} />
          <Limit name="IDT limit" value={registers.idtLimit} />
        </dl>
      )}
    </Panel>
  );
}

interface RegisterProps {
  readonly name: string;
  readonly value: number;
  readonly before: number | undefined;
}

function Register({ name, value, before }: RegisterProps) {
  const changed = before !== undefined && before !== value;
  const flags = DECODED[name];
  return (
    <div data-changed={changed || undefined} data-wide={flags !== undefined || undefined}>
      <dt>{titleOf(name)}</dt>
      <dd>
        <code title={changed ? `was ${hexadecimal(before)}` : undefined}>{hexadecimal(value)}</code>
        {changed && <span className="visually-hidden"> changed from {hexadecimal(before)}</span>}
        {flags !== undefined && (
          <span className={styles.flags}>
            {flagsSet(value, flags).map((flag) => (
              <abbr key={flag.name} title={flag.meaning}>
                {flag.name}
              </abbr>
            ))}
          </span>
        )}
      </dd>
    </div>
  );
}

function Limit({ name, value }: { readonly name: string; readonly value: number | undefined }) {
  if (value === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  );
}

function titleOf(name: string): string {
  return name.endsWith("Base") ? `${name.slice(0, -4).toUpperCase()} base` : name.toUpperCase();
}

function sorted(registers: Registers): readonly (readonly [string, number])[] {
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const wide = registers.wideValues; // the others are its lower halves
  const shown = [...registers.values].filter(
    ([name]) => !wide.has(name) && !wide.has("r" + name.slice(1)),
  );
  return shown.sort(([a], [b]) => place(a) - place(b));
}
