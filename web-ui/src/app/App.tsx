// SPDX-License-Identifier: Apache-2.0
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Route, Switch } from "wouter";
import { LabProblem } from "../lab-api/request";
import { RunPage } from "../run-page/RunPage";
import { RunsPage } from "../runs/RunsPage";
import { SubmittingArea } from "../runs/SubmittingArea";
import { UploadProgress } from "../runs/UploadProgress";
import { Failsafe } from "./Failsafe";
import { NoSuchPage } from "./NoSuchPage";
import { ThemeContext, useThemeControl } from "./theme";
import { TopBar } from "./TopBar";

const RETRIES = 3;

/** What the lab refused once it refuses again; what did not reach it is worth another try. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < RETRIES && !(error instanceof LabProblem && error.status < 500);
}

export function App() {
  const theme = useThemeControl();
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: shouldRetry } } }),
  );
  return (
    <ThemeContext value={theme}>
      <QueryClientProvider client={queries}>
        <Failsafe>
          <SubmittingArea>
            <TopBar />
            <Switch>
              <Route path="/">
                <RunsPage />
              </Route>
              <Route path="/runs/:id">
                {({ id }) => <RunPage key={id} id={decodeURIComponent(id)} />}
              </Route>
              <Route>
                <NoSuchPage />
              </Route>
            </Switch>
            <UploadProgress />
          </SubmittingArea>
        </Failsafe>
      </QueryClientProvider>
    </ThemeContext>
  );
}
