/** What the account's pages read; a change to one's own account reads it and the session again. */
import { type UseMutationResult, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type Problem } from "../api/client";
import { sessionQuery } from "../api/queries";
import type { Page } from "../api/types";
import type * as Account from "./types";

function accountRead<Answer>(name: string, path: string) {
  return queryOptions({
    queryKey: ["account", name],
    queryFn: ({ signal }) => call<Answer>(path, { signal }),
  });
}

export const ownSessionsQuery = accountRead<Page<Account.OwnSession>>("sessions", "/sessions");
export const passkeysQuery = accountRead<Page<Account.Passkey>>("passkeys", "/account/passkeys");
export const linksQuery = accountRead<Page<Account.OfferedProvider>>("links", "/account/sso");
export const providersQuery = accountRead<Page<Account.Provider> & { redirect_uri: string }>("providers", "/sso");

/** A change to one's own account. */
export function useAccountAction<Input, Answer>(
  act: (input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Problem, Input> {
  const client = useQueryClient();
  return useMutation<Answer, Problem, Input>({
    mutationFn: act,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["account"] });
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey, exact: true });
    },
  });
}
