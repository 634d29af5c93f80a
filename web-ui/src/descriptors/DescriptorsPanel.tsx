// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { descriptorsQuery } from "../lab-api/queries";
import type { DescriptorProblem, Descriptors, Segment } from "../protocol/descriptors";
import type { Snapshot } from "../protocol/snapshot";
import { counted } from "../widgets/format";
import { Nothing, Panel } from "../widgets/Panel";
import { gateRows } from "./gate-rows";
import { TaskStacks } from "./TaskStacks";
import styles from "./descriptors.module.css";

interface DescriptorsPanelProps {
  readonly runId: string;
  readonly snapshot: Snapshot | undefined;
  /** Names of handlers are told at the end. */
  readonly ended: boolean;
}

export function DescriptorsPanel({ runId, snapshot, ended }: DescriptorsPanelProps) {
  const { data, error } = useQuery({
    ...descriptorsQuery(runId, snapshot?.n ?? 0, ended),
    enabled: snapshot !== undefined,
    placeholderData: keepPreviousData,
  });
  const problems = data?.problems.length ?? 0;
  return (
    <Panel
      title="Descriptor tables"
      aside={
        problems > 0 && (
          <span className={styles.count} data-testid="descriptor-problems">
            {counted(problems, "problem", "problems")}
          </span>
        )
      }
    >
      {snapshot === undefined ? (
        <Nothing>Nothing to show before the first snapshot.</Nothing>
      ) : error !== null ? (
        <Nothing>{error.message}</Nothing>
      ) : data?.decoded === true ? (
        <Tables tables={data} />
      ) : (
        <Nothing>
          {data === undefined
            ? "Reading…"
            : "The processor is in real mode, or pages in five levels."}
        </Nothing>
      )}
    </Panel>
  );
}

function Tables({ tables }: { readonly tables: Descriptors }) {
  const { gdt, idt, task } = tables;
  return (
    <div className={styles.tables}>
      <section>
        <h3>
          GDT{tables.wide ? " of 64-bit mode" : ""} <code>{gdt.base}</code> limit {gdt.limit}
        </h3>
        <Problems of="GDT" all={tables.problems} />
        <Unread count={gdt.unread} />
        {gdt.entries.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">Kind</th>
                <th scope="col">Base</th>
                <th scope="col">Limit</th>
                <th scope="col">DPL</th>
              </tr>
            </thead>
            <tbody>
              {gdt.entries.map((entry) => (
                <tr
                  key={entry.index}
                  data-problem={concerns(tables.problems, "GDT", entry.index) || undefined}
                >
                  <td>{entry.index}</td>
                  <td>{words(entry)}</td>
                  {entry.ignored ? (
                    <td colSpan={2}>ignored by 64-bit code</td>
                  ) : (
                    <>
                      <td>
                        <code>{entry.base}</code>
                      </td>
                      <td>
                        <code>{entry.limit}</code>
                      </td>
                    </>
                  )}
                  <td>{entry.privilege}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section>
        <h3>
          IDT{tables.wide ? " of 64-bit mode" : ""} <code>{idt.base}</code> limit {idt.limit}
        </h3>
        {idt.ofFirmware && <p className={styles.quiet}>The kernel has loaded no IDT.</p>}
        <Problems of="IDT" all={tables.problems} />
        <Unread count={idt.ofFirmware ? 0 : idt.unread} />
        {idt.gates.length > 0 && (
          <div className={styles.scroll}>
            <table data-testid="idt">
              <thead>
                <tr>
                  <th scope="col">Vector</th>
                  <th scope="col">Gate</th>
                  <th scope="col">Handler</th>
                  <th scope="col">DPL</th>
                </tr>
              </thead>
              <tbody>
                {gateRows(idt.gates, tables.problems).map((row) => (
                  <tr key={row.vectors} data-problem={row.problem || undefined}>
                    <td>{row.vectors}</td>
                    <td>{row.gate}</td>
                    <td>
                      <code>{row.handler}</code>
                    </td>
                    <td>{row.privilege}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <h3 className={styles.tss}>TSS</h3>
        <Problems of="TSS" all={tables.problems} />
        <TaskStacks task={task} />
      </section>
    </div>
  );
}

interface ProblemsProps {
  readonly of: string;
  readonly all: readonly DescriptorProblem[];
}

function Problems({ of, all }: ProblemsProps) {
  const mine = all.filter((problem) => problem.table === of);
  if (mine.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {mine.map((problem) => (
        <li key={problem.message}>{problem.message}</li>
      ))}
    </ul>
  );
}

function Unread({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <p className={styles.quiet}>
      {counted(count, "entry is", "entries are")} not mapped or not in RAM, and not shown.
    </p>
  );
}

function concerns(problems: readonly DescriptorProblem[], table: string, index: number): boolean {
  return problems.some((problem) => problem.table === table && problem.index === index);
}

function words(entry: Segment): string {
  const kind = entry.kind.toLowerCase().replaceAll("_", " ");
  const bits = entry.kind === "CODE" ? `, ${entry.bits}-bit` : "";
  const access = entry.kind === "DATA" && !entry.writable ? ", read-only" : "";
  return `${kind}${bits}${access}${entry.present ? "" : ", not present"}`;
}
