import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import type { RouteAssignment } from "../api/types";
import { useLanguage } from "../i18n/language";
import { dayOf, formatDay } from "../ui/format";
import { useNow } from "../ui/useNow";
import { assignmentPhase } from "./phase";

const COLOUR = { current: "teal", future: "amber", past: "gray" } as const;

function Line({ assignment, today }: { assignment: RouteAssignment; today: string }) {
  const { t } = useLanguage();
  const phase = assignmentPhase(assignment, today);
  const until = assignment.valid_to ? formatDay(assignment.valid_to) : t("routes.assignments.open");
  return (
    <div data-testid="assignment">
      <Group gap="xs">
        <Text size="sm" fw={500}>
          {assignment.employee.name}
        </Text>
        <Badge size="sm" variant="light" tt="none" color={COLOUR[phase]}>
          {t(`routes.assignments.${phase}`)}
        </Badge>
        <Text size="xs" c="dimmed">
          {formatDay(assignment.valid_from)} – {until}
        </Text>
      </Group>
      {assignment.instruction && <Text size="sm">{assignment.instruction}</Text>}
    </div>
  );
}

/** Who has walked, walks and will walk a route. */
export function Assignments({ assignments }: { assignments: RouteAssignment[] }) {
  const { t } = useLanguage();
  const today = dayOf(useNow());
  return (
    <Stack gap="xs">
      <Title order={2} fz="sm">
        {t("routes.assignments")}
      </Title>
      {assignments.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("routes.assignments.none")}
        </Text>
      )}
      {assignments.map((assignment) => (
        <Line key={assignment.id} assignment={assignment} today={today} />
      ))}
    </Stack>
  );
}
