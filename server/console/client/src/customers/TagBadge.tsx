import { Badge } from "@mantine/core";

interface Props {
  tag: { name: string; colour?: string | null };
}

/** A tag with a dot in its colour; the words stay readable whatever the colour is. */
export function TagBadge({ tag }: Props) {
  return (
    <Badge
      size="sm"
      variant="default"
      tt="none"
      fw={500}
      leftSection={<span style={{ display: "inline-block", width: 8, height: 8, borderRadius: "50%", background: tag.colour ?? "#64748b" }} />}
      data-testid="tag"
    >
      {tag.name}
    </Badge>
  );
}
