import { useState } from "react";
import { Button, Checkbox, Group, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { IconMapPinSearch } from "@tabler/icons-react";
import type { Page, Visit } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useNow } from "../ui/useNow";
import { VisitCard } from "./VisitCard";

const AT_ONCE = 60;

interface Props {
  className: string;
  answer: UseQueryResult<Page<Visit>>;
  visits: Visit[];
  fresh: ReadonlySet<string>;
  openedId: string | null;
  onOpen: (submissionId: string) => void;
  onlyInView: boolean;
  onOnlyInView: (only: boolean) => void;
  /** Shows the last seven days; undefined where more than today is shown already. */
  onWiden: (() => void) | undefined;
}

function Cards({ visits, fresh, openedId, onOpen }: Pick<Props, "visits" | "fresh" | "openedId" | "onOpen">) {
  const { t } = useLanguage();
  const now = useNow();
  const [most, setMost] = useState(AT_ONCE);
  return (
    <>
      {visits.slice(0, most).map((visit) => (
        <VisitCard
          key={visit.id}
          visit={visit}
          now={now}
          isFresh={fresh.has(visit.id)}
          isOpened={visit.submission_id === openedId}
          onOpen={onOpen}
        />
      ))}
      {visits.length > most && (
        <Button variant="subtle" fullWidth my="xs" onClick={() => setMost(most + AT_ONCE)}>
          {t("action.more")}
        </Button>
      )}
    </>
  );
}

function Body({ answer, visits, onWiden, ...rest }: Omit<Props, "className" | "onlyInView" | "onOnlyInView">) {
  const { t } = useLanguage();
  if (answer.isPending) return <LoadingRows height={70} />;
  if (answer.isError && !answer.data) return <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  if (visits.length === 0) {
    return (
      <Blank title={t("visits.empty")} hint={t("visits.empty.hint")} icon={<IconMapPinSearch size={24} stroke={1.5} />}>
        {onWiden && (
          <Button variant="light" mt="xs" onClick={onWiden} data-testid="visits-widen">
            {t("filter.week")}
          </Button>
        )}
      </Blank>
    );
  }
  return (
    <>
      <Cards visits={visits} {...rest} />
      {answer.data?.truncated && (
        <Text size="xs" c="dimmed" p="sm">
          {t("value.truncated", { n: answer.data.items.length })}
        </Text>
      )}
    </>
  );
}

/** The visits beside the map, newest first. */
export function VisitList({ className, onlyInView, onOnlyInView, ...body }: Props) {
  const { t } = useLanguage();
  return (
    <section className={className} data-testid="visit-list">
      <Group justify="space-between" px={14} py={10} style={{ borderBottom: "1px solid var(--tuyen-line)" }}>
        <Text fw={600} data-testid="visit-count">
          {t("visits.count", { n: body.visits.length })}
        </Text>
        <Checkbox
          size="xs"
          label={t("filter.inview")}
          checked={onlyInView}
          onChange={(event) => onOnlyInView(event.currentTarget.checked)}
          data-testid="only-in-view"
        />
      </Group>
      <div className="scroll">
        <Body {...body} />
      </div>
    </section>
  );
}
