import { createContext, useContext } from "react";
import type { Session } from "../api/types";

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession outside of the signed-in pages");
  return session;
}

/** Whether the person who is signed in holds a function right, such as `submission.review`. */
export function useRight(right: string): boolean {
  return useSession().rights.includes(right);
}
