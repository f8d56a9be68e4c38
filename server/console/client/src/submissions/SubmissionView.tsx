import { useMemo, type ReactNode } from "react";
import { Anchor, Box, Divider, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { customerQuery } from "../api/queries";
import type { SubmissionDetail, Visit } from "../api/types";
import { useLanguage } from "../i18n/language";
import { FlagBadge, StateBadge } from "../ui/StateBadge";
import { distanceBetween, formatDistance, formatTime } from "../ui/format";
import { AnswerList } from "./AnswerList";
import { PhotoStrip } from "./PhotoStrip";
import { answerLines, answerText } from "./answers";
import { useLookup } from "./useLookup";

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box>
      <Divider mb="sm" />
      <Title order={3} fz="sm" mb={6}>
        {title}
      </Title>
      {children}
    </Box>
  );
}

/** Metres from the customer's pin: as the server measured, else from the places known here. */
function useDistance(submission: SubmissionDetail, visit: Visit | null): number | null {
  const isNeeded = visit === null && submission.gps !== null;
  const customer = useQuery(customerQuery(isNeeded ? (submission.customer?.id ?? null) : null)).data;
  if (visit !== null) return visit.distance_m;
  const { lat = null, lon = null } = customer ?? {};
  if (lat === null || lon === null || submission.gps === null) return null;
  return distanceBetween(submission.gps, { lat, lon });
}

function Facts({ submission, visit }: { submission: SubmissionDetail; visit: Visit | null }) {
  const { t, say } = useLanguage();
  const distance = useDistance(submission, visit);
  const accuracy = submission.gps?.accuracy_m;
  const rows: [string, ReactNode][] = [
    [t("submission.employee"), submission.employee.name],
    [t("submission.occurred"), formatTime(submission.occurred_at)],
    [t("submission.received"), formatTime(submission.received_at)],
  ];
  if (submission.customer) {
    const to = `/customers/${submission.customer.id}`;
    rows.unshift([t("submission.customer"), <Anchor key="c" component={Link} to={to} size="sm">{submission.customer.name}</Anchor>]);
  }
  if (submission.gps) {
    rows.push([t("submission.distance"), formatDistance(distance, t)]);
    rows.push([t("submission.accuracy"), accuracy === null || accuracy === undefined ? t("value.unknown") : `± ${Math.round(accuracy)} m`]);
  }
  return (
    <>
      <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0}>
        <Table.Tbody>
          {rows.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Td w={170} c="dimmed" fz="sm">
                {label}
              </Table.Td>
              <Table.Td fz="sm">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt={4}>
        {t("submission.version", { form: say(submission.form_title), version: submission.version })}
      </Text>
    </>
  );
}

function Changes({ submission }: { submission: SubmissionDetail }) {
  const { t } = useLanguage();
  const lookup = useLookup();
  return (
    <Table fz="sm" verticalSpacing={4} data-testid="changes">
      <Table.Thead>
        <Table.Tr>
          <Table.Th />
          <Table.Th>{t("submission.change.before")}</Table.Th>
          <Table.Th>{t("submission.change.after")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {submission.changes.map((change) => {
          const field = submission.definition.fields.find((known) => known.name === change.field);
          const used = field ?? { name: change.field, type: "text", label: { vi: change.field, en: change.field }, required: false };
          return (
            <Table.Tr key={change.field}>
              <Table.Td c="dimmed">{lookup.say(used.label)}</Table.Td>
              <Table.Td td="line-through">{answerText(used, change.before, lookup) || t("value.none")}</Table.Td>
              <Table.Td fw={600}>{answerText(used, change.after, lookup) || t("value.none")}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function Reviews({ submission }: { submission: SubmissionDetail }) {
  const { t } = useLanguage();
  if (submission.reviews.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("submission.reviews.none")}
      </Text>
    );
  }
  return (
    <Stack gap="xs" data-testid="reviews">
      {submission.reviews.map((review) => (
        <Box key={`${review.at}/${review.state}`}>
          <Group gap={6}>
            <StateBadge state={review.state} />
            <Text size="xs" c="dimmed">
              {review.by.name} · {formatTime(review.at)}
            </Text>
          </Group>
          {review.comment && (
            <Text size="sm" mt={2}>
              {review.comment}
            </Text>
          )}
        </Box>
      ))}
    </Stack>
  );
}

/** Everything that a submission says. */
export function SubmissionView({ submission, visit }: { submission: SubmissionDetail; visit: Visit | null }) {
  const { t } = useLanguage();
  const records = useMemo(() => [submission.customer, submission.employee], [submission]);
  const lookup = useLookup(records);
  const flags = [...new Set([...submission.flags, ...(visit?.flags ?? [])])];
  return (
    <Stack p="md" pt={4} gap="md">
      <Facts submission={submission} visit={visit} />
      {flags.length > 0 && (
        <Group gap={6} data-testid="flags">
          {flags.map((code) => (
            <FlagBadge key={code} code={code} />
          ))}
        </Group>
      )}
      {submission.media.length > 0 && (
        <Section title={t("submission.photos")}>
          <PhotoStrip media={submission.media} />
        </Section>
      )}
      <Section title={t("submission.answers")}>
        <AnswerList lines={answerLines(submission.definition, submission.answers, lookup)} />
      </Section>
      {submission.changes.length > 0 && (
        <Section title={t("submission.changes")}>
          <Changes submission={submission} />
        </Section>
      )}
      <Section title={t("submission.reviews")}>
        <Reviews submission={submission} />
      </Section>
    </Stack>
  );
}
