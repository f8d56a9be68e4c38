import type { ReactNode } from "react";
import { Group, Paper, Title } from "@mantine/core";

/** A part of the customer's page with its heading; `end` stands at the far end of it. */
export function Card({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <Paper className="panel" p="md">
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Title order={2} fz="sm">
          {title}
        </Title>
        {end}
      </Group>
      {children}
    </Paper>
  );
}
