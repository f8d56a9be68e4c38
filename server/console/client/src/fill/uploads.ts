import { createContext, useContext } from "react";
import type { Claim } from "./media";

/** A file that was chosen in this filling and how far it has come. */
export interface Sending {
  name: string;
  type: string;
  /** Address of the picture in this window; null where it is read from the server. */
  preview: string | null;
  state: "sending" | "sent" | "failed";
  percent: number;
  claim: Claim;
}

export interface Uploads {
  sendings: Record<string, Sending>;
  /** Begins to send; resolves with the ids of the files once they are known. */
  add: (files: readonly File[], field: string) => Promise<string[]>;
  drop: (mediaId: string) => void;
  again: (mediaId: string) => void;
}

export const UploadsContext = createContext<Uploads | null>(null);

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (uploads === null) throw new Error("useUploads outside of a form");
  return uploads;
}
