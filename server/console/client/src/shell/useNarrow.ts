import { useMediaQuery } from "@mantine/hooks";

/** Whether the window is as narrow as a phone: the header then has no room for switches. */
export function useNarrow(): boolean {
  return useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false }) ?? false;
}
