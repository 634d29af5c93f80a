// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Button } from "react-aria-components";
import { runsQuery } from "../lab-api/queries";
import { Nothing } from "../widgets/Panel";
import { RunsTable } from "./RunsTable";
import styles from "./runs.module.css";
import { UploadForm } from "./UploadForm";

export function RunsPage() {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(runsQuery);
  const runs = data?.pages.flatMap((page) => page.items);
  useEffect(() => {
    document.title = "Runs · Kernel Lab";
  }, []);
  return (
    <main className={styles.page}>
      <UploadForm />
      <section aria-labelledby="runs-title">
        <h1 id="runs-title">Runs</h1>
        {error !== null && (
          <p className={styles.notice} role="status">
            {error.message} Retrying.
          </p>
        )}
        {runs === undefined ? (
          <Nothing>{error === null ? "Loading runs…" : "Nothing to show yet."}</Nothing>
        ) : runs.length === 0 ? (
          <Nothing>No run yet. Submit a kernel and it appears here at once.</Nothing>
        ) : (
          <RunsTable runs={runs} />
        )}
        {hasNextPage && (
          <Button
            className="button"
            isDisabled={isFetchingNextPage}
            onPress={() => {
              void fetchNextPage();
            }}
          >
            Show older runs
          </Button>
        )}
      </section>
    </main>
  );
}
