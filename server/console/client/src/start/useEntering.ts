import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { isHalf, type HalfSession } from "../account/types";
import { type Problem, call } from "../api/client";
import { sessionQuery } from "../api/queries";
import type { Session } from "../api/types";

/** Does what opens a session for somebody new, and goes in; where a second factor is asked for, to that step first. */
export function useEntering(path: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation<Session | HalfSession, Problem, Record<string, string>>({
    mutationFn: (body) => call<Session | HalfSession>(path, { method: "POST", body }),
    onSuccess: (answer) => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      if (isHalf(answer)) client.removeQueries({ queryKey: sessionQuery.queryKey });
      else client.setQueryData(sessionQuery.queryKey, answer);
      void navigate(isHalf(answer) ? "/?second=1" : "/", { replace: true });
    },
  });
}
