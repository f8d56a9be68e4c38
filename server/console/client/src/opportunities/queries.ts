import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Process } from "../api/recordTypes";
import type { Page } from "../api/types";

/** The processes with their steps, and what stands at each. */
export const processesQuery = queryOptions({
  queryKey: ["processes"],
  queryFn: ({ signal }) => call<Page<Process>>("/processes", { signal }),
  meta: { feed: true },
});
