import { useMemo, type ReactNode } from "react";
import { Anchor, Box, Divider, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { customerQuery } from "../api/queries";
import type { SubmissionDetail, Visit } from "../api/types";
import { useLanguage } from "../i18n/language";
import { FlagBadge, StateBadge } from "../ui/StateBadge";
import { type Place, distanceBetween, formatDistance, formatTime } from "../ui/format";
import { AnswerList } from "./AnswerList";
import { EvidenceMap } from "./EvidenceMap";
import { PhotoStrip } from "./PhotoStrip";
import { type Lookup, answerLines, isFormerAddress, shortText } from "./answers";
import { flagText } from "./flags";
import { Correct, Revisions } from "./Revisions";
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

/** Where the customer is said to be; asked only when it is to be compared with where the phone was. */
function usePin(submission: SubmissionDetail, visit: Visit | null): Place | null {
  const isNeeded = visit === null && submission.gps !== null;
  const customer = useQuery(customerQuery(isNeeded ? (submission.customer?.id ?? null) : null)).data;
  const { lat = null, lon = null } = customer ?? {};
  return useMemo(() => (lat === null || lon === null ? null : { lat, lon }), [lat, lon]);
}

/** Metres from the customer's pin: as the server measured, else from the places known here. */
function distanceOf(submission: SubmissionDetail, visit: Visit | null, pin: Place | null): number | null {
  if (visit !== null) return visit.distance_m;
  return pin === null || submission.gps === null ? null : distanceBetween(submission.gps, pin);
}

function Facts({ submission, visit, pin }: { submission: SubmissionDetail; visit: Visit | null; pin: Place | null }) {
  const { t, say } = useLanguage();
  const distance = distanceOf(submission, visit, pin);
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
  if (submission.by_console) rows.push([t("submission.sentfrom"), t("history.console")]);
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

function Changes({ submission, lookup }: { submission: SubmissionDetail; lookup: Lookup }) {
  const { t } = useLanguage();
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
          const used = field ?? { name: change.field, type: "text", label: { vi: change.field, en: change.field } };
          return (
            <Table.Tr key={change.field}>
              <Table.Td c="dimmed">{lookup.say(used.label)}</Table.Td>
              <Table.Td td="line-through" style={{ whiteSpace: "pre-line" }}>{shortText(used, change.before, lookup) || t("value.none")}</Table.Td>
              <Table.Td fw={600} style={{ whiteSpace: "pre-line" }}>{shortText(used, change.after, lookup) || t("value.none")}</Table.Td>
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
  const lookup = useLookup(records, isFormerAddress(submission.answers));
  const flags = [...new Set([...submission.flags, ...(visit?.flags ?? [])])];
  const pin = usePin(submission, visit);
  return (
    <Stack p="md" pt={4} gap="md">
      <Facts submission={submission} visit={visit} pin={pin} />
      {flags.length > 0 && (
        <Group gap={6} data-testid="flags">
          {flags.map((code) => (
            <FlagBadge key={code} code={code} words={flagText(code, submission.definition.fields, lookup)} />
          ))}
        </Group>
      )}
      {visit === null && submission.gps && (
        <Section title={t("submission.evidence")}>
          <EvidenceMap phone={submission.gps} pin={pin} fitWhen={`${submission.id}/${pin?.lat ?? ""}`} />
        </Section>
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
          <Changes submission={submission} lookup={lookup} />
        </Section>
      )}
      {(submission.revisions?.length ?? 0) > 0 && (
        <Section title={t("submission.revisions")}>
          <Revisions submission={submission} lookup={lookup} />
        </Section>
      )}
      <Section title={t("submission.reviews")}>
        <Reviews submission={submission} />
        <Correct submission={submission} />
      </Section>
    </Stack>
  );
}
