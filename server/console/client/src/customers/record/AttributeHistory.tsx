import { ActionIcon, Popover, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHistory } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { FormField, Named, Page } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { shortText } from "../../submissions/answers";
import { useLookup } from "../../submissions/useLookup";
import { Read } from "../../ui/Read";
import { formatTime } from "../../ui/format";

interface PastValue {
  before: unknown;
  after: unknown;
  by: Named;
  occurred_at: string;
  received_at: string;
  way: "form" | "console" | "merge" | "undo";
  submission_id: string | null;
}

const pastQuery = (customerId: string, name: string) =>
  queryOptions({
    queryKey: ["past-values", customerId, name],
    queryFn: ({ signal }) => call<Page<PastValue>>(`/customers/${customerId}/attributes/${name}/history`, { query: { limit: 20 }, signal }),
    meta: { feed: true },
  });

interface Props {
  customerId: string;
  field: FormField;
  onOpen: (submissionId: string) => void;
}

function Past({ customerId, field, onOpen }: Props) {
  const { t } = useLanguage();
  const lookup = useLookup();
  const past = useQuery(pastQuery(customerId, field.name));
  return (
    <Read of={past} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("attribute.history.none")}
          </Text>
        ) : (
          <Stack gap="xs" data-testid="attribute-past">
            {items.map((value) => {
              const { submission_id: submissionId } = value;
              return (
                <div key={`${value.received_at}/${value.by.id}`}>
                  <Text size="sm" style={{ whiteSpace: "pre-line" }}>
                    <Text span size="sm" td="line-through" c="dimmed">
                      {shortText(field, value.before, lookup) || t("value.none")}
                    </Text>{" "}
                    → <b>{shortText(field, value.after, lookup) || t("value.none")}</b>
                  </Text>
                  <Text size="xs" c="dimmed">
                    {value.by.name} · {formatTime(value.occurred_at)} ·{" "}
                    {submissionId ? (
                      <Text span size="xs" c="teal" td="underline" style={{ cursor: "pointer" }} role="button" tabIndex={0} onClick={() => onOpen(submissionId)}>
                        {t(`attribute.way.${value.way}`)}
                      </Text>
                    ) : (
                      t(`attribute.way.${value.way}`)
                    )}
                  </Text>
                </div>
              );
            })}
          </Stack>
        )
      }
    </Read>
  );
}

/** What a field of the customer was before: old and new value, who, when, by which form (TB-55). */
export function AttributeHistory(props: Props) {
  const { t, say } = useLanguage();
  const [opened, { toggle, close }] = useDisclosure(false);
  const label = t("attribute.history", { name: say(props.field.label) });
  return (
    <Popover opened={opened} onChange={close} width={340} position="bottom-end" shadow="md" withArrow trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="xs" onClick={toggle} aria-label={label} title={label} aria-expanded={opened} data-testid={`history-of-${props.field.name}`}>
          <IconHistory size={13} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown mah={360} style={{ overflow: "auto" }}>
        {opened && <Past {...props} />}
      </Popover.Dropdown>
    </Popover>
  );
}
