import type { ReactNode } from "react";
import { LoadingRows } from "./Blank";
import { ErrorNotice } from "./ErrorNotice";

interface Reading<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface Props<Data> {
  of: Reading<Data>;
  rows?: number;
  children: (data: Data) => ReactNode;
}

/** What was read; grey rows until then; the refusal with a way to try again. */
export function Read<Data>({ of: { data, error, refetch }, rows = 6, children }: Props<Data>) {
  if (data !== undefined) return <>{children(data)}</>;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={rows} />;
}
