import type { ReactNode } from "react";
import { Box, Group, Paper, Text, Title } from "@mantine/core";

interface Props {
  title: string;
  hint?: string;
  /** What can be done with all of it. */
  end?: ReactNode;
  children: ReactNode;
  testid?: string;
}

/** A part of a settings page. */
export function Card({ title, hint, end, children, testid }: Props) {
  return (
    <Paper className="panel" p="md" component="section" data-testid={testid}>
      <Group justify="space-between" mb={hint ? 2 : "sm"} wrap="nowrap">
        <Title order={2} fz="md">
          {title}
        </Title>
        {end}
      </Group>
      {hint && (
        <Text size="sm" c="dimmed" mb="sm">
          {hint}
        </Text>
      )}
      {children}
    </Paper>
  );
}

interface LineProps {
  /** What stands before the words. */
  icon?: ReactNode;
  title: ReactNode;
  hint?: ReactNode;
  end?: ReactNode;
  testid?: string;
}

/** One thing of a card: what it is, what is known of it, what can be done. */
export function Line({ icon, title, hint, end, testid }: LineProps) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" data-testid={testid}>
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Box flex="none" w={22} lh={0}>
          <Box flex="none" w={22} lh={0}>
          {icon}
        </Box>
        </Box>
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={500} component="div" truncate>
            {title}
          </Text>
          {hint && (
            <Text size="xs" c="dimmed" component="div" truncate>
              {hint}
            </Text>
          )}
        </div>
      </Group>
      {end && <Box flex="none">{end}</Box>}
    </Group>
  );
}
