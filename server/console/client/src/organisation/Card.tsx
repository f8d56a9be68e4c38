import type { ReactNode } from "react";
import { Group, Paper, Title } from "@mantine/core";

/** A part of the organisation's page under a heading, with what can be done to it at the end of that line. */
export function Card({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <Paper className="panel" p="md">
      <Group justify="space-between" mb="sm">
        <Title order={2} fz="md">
          {title}
        </Title>
        {end}
      </Group>
      {children}
    </Paper>
  );
}
