import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

/** What is looked for, a moment after the last letter. */
export function useSearched(): { q: string; typed: string; setTyped: (typed: string) => void } {
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 250);
  return { q, typed, setTyped };
}

/** The search box of a list. */
export function SearchBox({ label, typed, onType, testid }: { label: string; typed: string; onType: (typed: string) => void; testid: string }) {
  return (
    <TextInput size="xs" w={230} placeholder={label} aria-label={label} leftSection={<IconSearch size={15} />} value={typed} onChange={(event) => onType(event.currentTarget.value)} data-testid={testid} />
  );
}
