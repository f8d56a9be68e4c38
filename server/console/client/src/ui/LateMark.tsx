import type { ReactNode } from "react";
import { Badge } from "@mantine/core";

/** Says that something should have been done already; its words are dark enough for their own light ground. */
export function LateMark({ children, size = "xs", testid }: { children: ReactNode; size?: "xs" | "sm"; testid?: string }) {
  return (
    <Badge
      size={size}
      color="red"
      variant="light"
      tt="none"
      vars={() => ({ root: { "--badge-color": "light-dark(var(--mantine-color-red-9), var(--mantine-color-red-3))" } })}
      data-testid={testid}
    >
      {children}
    </Badge>
  );
}
