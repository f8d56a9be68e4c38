import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { customersQuery } from "../../api/queries";
import type { CustomerDetail, Named } from "../../api/types";
import { choiceListsQuery, tagsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { phoneText } from "../../submissions/answers";
import { Facts } from "../../ui/Facts";
import { formatDay } from "../../ui/format";
import { TagBadge } from "../TagBadge";

function CustomerLink({ customer }: { customer: Named }) {
  return (
    <Anchor component={Link} to={`/customers/${customer.id}`} size="sm">
      {customer.name}
    </Anchor>
  );
}

/** Customers whose record names this one in a field: those who work here, units below, those it referred. */
function Naming({ customerId, field, label }: { customerId: string; field: string; label: string }) {
  const { t } = useLanguage();
  const found = useQuery(customersQuery({ [`field.${field}`]: customerId, limit: 6 })).data;
  if (!found || found.items.length === 0) return null;
  return (
    <div data-testid={`naming-${field}`}>
      <Text size="xs" c="dimmed" mb={2}>
        {label}
      </Text>
      <Group gap={10}>
        {found.items.slice(0, 5).map((one) => (
          <CustomerLink key={one.id} customer={one} />
        ))}
        {found.items.length > 5 && (
          <Anchor component={Link} to={`/customers?field.${field}=${customerId}`} size="sm" c="dimmed">
            {t("action.more")}
          </Anchor>
        )}
      </Group>
    </div>
  );
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function Contact({ contact }: { contact: Record<string, unknown> }) {
  const { t, say } = useLanguage();
  const positions = useQuery(choiceListsQuery).data?.items.find(({ key }) => key === "positions")?.options;
  const position = say(positions?.find(({ value }) => value === contact.position)?.label) || text(contact.position);
  const born = text(contact.date_of_birth);
  const phone = text(contact.phone);
  const email = text(contact.email);
  const facts = [position, text(contact.relation), born && formatDay(born)].filter(Boolean).join(" · ");
  return (
    <Group gap={8} wrap="wrap" data-testid="contact">
      <Text size="sm" fw={600}>
        {text(contact.name) || text(contact.full_name) || t("value.none")}
      </Text>
      {facts && (
        <Text size="xs" c="dimmed">
          {facts}
        </Text>
      )}
      {phone && (
        <Anchor href={`tel:${phone}`} size="xs">
          {phoneText(phone)}
        </Anchor>
      )}
      {email && (
        <Anchor href={`mailto:${email}`} size="xs">
          {email}
        </Anchor>
      )}
    </Group>
  );
}

/** Who and what belongs to the customer: contacts, employer, referrer, unit above, groups, tags, source. */
export function Relations({ customer }: { customer: CustomerDetail }) {
  const { t, say } = useLanguage();
  const known = useQuery(tagsQuery).data?.items ?? [];
  const sources = useQuery(choiceListsQuery).data?.items.find(({ key }) => key === "sources")?.options;
  const tags = known.filter(({ id }) => customer.tags?.includes(id));
  const groups = customer.groups ?? [];
  const source = say(sources?.find(({ value }) => value === customer.source)?.label) || customer.source;
  const named = (one: Named | null) => one && <CustomerLink customer={one} />;
  const isEmpty = [customer.referred_by, customer.parent_unit, customer.employer, source, ...tags, ...groups, ...customer.contacts].every((one) => !one);
  return (
    <Stack gap="sm">
      {isEmpty && (
        <Text size="sm" c="dimmed">
          {t("relations.none")}
        </Text>
      )}
      <Facts
        lines={[
          [t("relations.referrer"), named(customer.referred_by)],
          [t("relations.parent"), named(customer.parent_unit)],
          [t("relations.employer"), named(customer.employer)],
          [t("relations.source"), source],
          [
            t("relations.groups"),
            groups.length > 0 && (
              <Group gap={4}>
                {groups.map((group) => (
                  <Badge key={group.id} component={Link} to={`/customers?group_id=${group.id}`} size="sm" variant="outline" color="gray" tt="none" style={{ cursor: "pointer" }}>
                    {group.name}
                  </Badge>
                ))}
              </Group>
            ),
          ],
          [
            t("relations.tags"),
            tags.length > 0 && (
              <Group gap={4}>
                {tags.map((tag) => (
                  <TagBadge key={tag.id} tag={tag} />
                ))}
              </Group>
            ),
          ],
        ]}
      />
      {customer.contacts.length > 0 && (
        <div>
          <Text size="xs" c="dimmed" mb={2}>
            {t(customer.kind === "household" ? "relations.members" : "relations.contacts")}
          </Text>
          <Stack gap={2}>
            {customer.contacts.map((contact, index) => (
              <Contact key={text(contact.id) || index} contact={contact} />
            ))}
          </Stack>
        </div>
      )}
      {customer.kind === "organisation" && <Naming customerId={customer.id} field="employer_company" label={t("relations.staff")} />}
      <Naming customerId={customer.id} field="parent_unit" label={t("relations.units")} />
      <Naming customerId={customer.id} field="referred_by" label={t("relations.referred")} />
    </Stack>
  );
}
