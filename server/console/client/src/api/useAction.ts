import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Problem } from "./client";
import { refreshFeed } from "./queries";

/** A change to the server's data; afterwards the screen is read again. */
export function useAction<Input, Answer>(
  act: (input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Problem, Input> {
  const client = useQueryClient();
  return useMutation<Answer, Problem, Input>({
    mutationFn: act,
    onSettled: () => void refreshFeed(client),
  });
}
