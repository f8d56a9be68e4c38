import { Badge } from "@mantine/core";

/** A state in colour and words, dark enough to be read on its own light ground. */
export function StatusMark({ colour, words }: { colour: string; words: string }) {
  return (
    <Badge size="sm" variant="light" color={colour} tt="none" fw={600} vars={() => ({ root: { "--badge-color": `light-dark(var(--mantine-color-${colour}-9), var(--mantine-color-${colour}-3))` } })}>
      {words}
    </Badge>
  );
}
