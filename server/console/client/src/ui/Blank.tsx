import type { ReactNode } from "react";
import { Skeleton, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";

interface BlankProps {
  title: string;
  hint: string;
  icon?: ReactNode;
  children?: ReactNode;
}

/** An empty place that says why it is empty and what to do. */
export function Blank({ title, hint, icon, children }: BlankProps) {
  return (
    <Stack align="center" gap={6} py={48} px="md" data-testid="blank">
      <ThemeIcon variant="light" size={44} radius="xl" color="gray">
        {icon ?? <IconInbox size={24} stroke={1.5} />}
      </ThemeIcon>
      <Text fw={600} ta="center">
        {title}
      </Text>
      <Text size="sm" c="dimmed" ta="center" maw={360}>
        {hint}
      </Text>
      {children}
    </Stack>
  );
}

/** Grey rows in the place of a list that is being read. */
export function LoadingRows({ rows = 6, height = 56 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="xs" p="sm" aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
}
