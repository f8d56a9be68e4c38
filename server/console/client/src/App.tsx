import { Suspense, lazy, useState } from "react";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, Route, Routes } from "react-router";
import { Problem } from "./api/client";
import { sessionQuery } from "./api/queries";
import { LanguageProvider } from "./i18n/LanguageProvider";
import { ErrorBoundary } from "./shell/ErrorBoundary";
import { Gate } from "./shell/Gate";
import { theme } from "./theme";

const InvitationPage = lazy(() => import("./start/InvitationPage"));
const FoundPage = lazy(() => import("./start/FoundPage"));

const STALE_MS = 60_000;

function isRefusal(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}

function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: (failures, error) => !isRefusal(error) && failures < 2 },
    },
    queryCache: new QueryCache({
      onError: (error, query) => {
        const isSignedOut = error instanceof Problem && error.status === 401;
        if (isSignedOut && query.queryKey[0] !== "session") void client.resetQueries({ queryKey: sessionQuery.queryKey });
      },
    }),
  });
  return client;
}

/** The whole console, from providers to pages. */
export function App() {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <LanguageProvider>
          <Notifications position="bottom-left" limit={3} />
          <ErrorBoundary>
            <BrowserRouter basename="/console">
              <Suspense fallback={null}>
                <Routes>
                  <Route path="invitation" element={<InvitationPage />} />
                  <Route path="found" element={<FoundPage />} />
                  <Route path="*" element={<Gate />} />
                </Routes>
              </Suspense>
            </BrowserRouter>
          </ErrorBoundary>
        </LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
