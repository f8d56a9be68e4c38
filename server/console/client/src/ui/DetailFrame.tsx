import type { ReactNode } from "react";
import { Button, Group, Paper, Stack, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "react-router";

/** A part of a record's page under a heading of its own. */
export function Panel({ title, children, end }: { title: string; children: ReactNode; end?: ReactNode }) {
  return (
    <Paper className="panel" p="md">
      <Group justify="space-between" mb="sm">
        <Title order={2} fz="sm">
          {title}
        </Title>
        {end}
      </Group>
      {children}
    </Paper>
  );
}

interface Props {
  back: { to: string; label: string };
  title: string;
  /** State and other short facts under the title. */
  marks?: ReactNode;
  acts?: ReactNode;
  children: ReactNode;
}

/** The page of one record: the way back, what it is called, what can be done with it, and its parts. */
export function DetailFrame({ back, title, marks, acts, children }: Props) {
  return (
    <div className="page">
      <Stack p="md" className="scroll" gap="md" maw={1180} w="100%" mx="auto">
        <Group justify="space-between" align="flex-end">
          <div style={{ minWidth: 0 }}>
            <Button component={Link} to={back.to} size="compact-xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} />} ml={-8}>
              {back.label}
            </Button>
            <Title order={1} fz="xl" data-testid="detail-title">
              {title}
            </Title>
            {marks && (
              <Group gap={6} mt={4}>
                {marks}
              </Group>
            )}
          </div>
          {acts && <Group gap="xs">{acts}</Group>}
        </Group>
        {children}
      </Stack>
    </div>
  );
}
