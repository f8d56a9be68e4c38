import { Anchor, List, Popover, Text, ThemeIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBuilding, IconDatabase, IconRoute, IconShare, IconSitemap, IconUser, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { whyQuery } from "../api/organisationQueries";
import type { WhyReason } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { Read } from "../ui/Read";
import { untilText } from "./until";

const ICON: Record<WhyReason["kind"], typeof IconUser> = {
  own: IconUser,
  below: IconSitemap,
  team: IconUsersGroup,
  share: IconShare,
  route: IconRoute,
  pool: IconDatabase,
  all: IconBuilding,
};

function Reasons({ customerId }: { customerId: string }) {
  const { t, language } = useLanguage();
  const why = useQuery(whyQuery(customerId));
  return (
    <Read of={why} rows={1}>
      {({ reasons }) => (
        <List spacing={8} size="sm" center data-testid="why-reasons">
          {reasons.map((reason) => {
            const Icon = ICON[reason.kind];
            return (
              <List.Item
                key={`${reason.kind} ${reason.text_vi}`}
                icon={
                  <ThemeIcon variant="light" size={26} radius="xl">
                    <Icon size={15} />
                  </ThemeIcon>
                }
              >
                <Text size="sm">
                  {language === "vi" ? reason.text_vi : reason.text_en}
                  {reason.until && (
                    <Text span size="xs" c="dimmed">
                      {" "}
                      ({untilText(reason.until, t)})
                    </Text>
                  )}
                </Text>
              </List.Item>
            );
          })}
        </List>
      )}
    </Read>
  );
}

/** Why one sees a customer: the rule, and the people by whom it leads there. */
export function Why({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Popover opened={opened} onChange={close} width={320} position="bottom-start" shadow="md" withArrow trapFocus returnFocus>
      <Popover.Target>
        <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={opened} data-testid="why">
          {t("why.title")}
        </Anchor>
      </Popover.Target>
      <Popover.Dropdown>{opened && <Reasons customerId={customerId} />}</Popover.Dropdown>
    </Popover>
  );
}
