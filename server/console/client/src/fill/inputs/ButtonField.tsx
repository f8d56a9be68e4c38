import { Button, Group, Text } from "@mantine/core";
import { IconCalculator, IconPhone, IconPhoneCall } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { dialled, exchangeLink } from "@tuyen/sdk";
import { useState } from "react";
import { ownLineQuery } from "../../api/organisationQueries";
import { useLanguage } from "../../i18n/language";
import { type InputProps, useFilling } from "../context";
import { oneQuery } from "../sources";
import { Total } from "../Total";
import { asText } from "./shared";

/** The telephone number of the customer that the form is about; undefined while nobody is chosen. */
function useCustomerPhone(): string | null | undefined {
  const { form, values, preview } = useFilling();
  const target = form.fields.find((field) => field.type === "ref" && (field.of ?? "customer") === "customer");
  const id = target ? asText(values[target.name]) || null : null;
  const customer = useQuery({ ...oneQuery("customer", id), enabled: id !== null && !preview }).data;
  if (id === null || !customer) return undefined;
  return typeof customer.phone === "string" ? customer.phone : null;
}

/** By one's own telephone. */
function CallButton(props: InputProps) {
  const phone = useCustomerPhone();
  return <CallLink {...props} phone={phone} href={phone ? `tel:${dialled(phone)}` : null} />;
}

/** Through the organisation's exchange, from one's own extension; an organisation without one has no such button. */
function ExchangeButton(props: InputProps) {
  const { preview } = useFilling();
  const line = useQuery({ ...ownLineQuery, enabled: !preview }).data;
  const phone = useCustomerPhone();
  if (preview) return <CallLink {...props} phone={undefined} href={null} />;
  if (!line?.call_url) return null;
  return <CallLink {...props} phone={phone} href={phone ? exchangeLink(line.call_url, phone, line.extension) : null} />;
}

function CallLink({ field, phone, href }: InputProps & { phone: string | null | undefined; href: string | null }) {
  const { t, say } = useLanguage();
  const told = phone && (href === null ? t("fill.call.noextension") : t("fill.call", { phone }));
  const hint = phone === undefined ? t("fill.call.nobody") : told || t("fill.call.nophone");
  const Icon = field.action === "call_pbx" ? IconPhoneCall : IconPhone;
  return (
    <Group gap="sm">
      <Button
        component="a"
        variant="light"
        leftSection={<Icon size={17} stroke={1.7} />}
        {...(href ? { href } : { "data-disabled": true, "aria-disabled": true })}
        data-testid={`button-${field.name}`}
      >
        {say(field.label)}
      </Button>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
    </Group>
  );
}

function TotalButton({ field }: InputProps) {
  const { say } = useLanguage();
  const [isShown, setShown] = useState(false);
  return (
    <>
      <Button variant="light" leftSection={<IconCalculator size={17} stroke={1.7} />} onClick={() => setShown(true)} data-testid={`button-${field.name}`}>
        {say(field.label)}
      </Button>
      {isShown && <Total />}
    </>
  );
}

/** Something to press inside of a form: calls, the total so far. Adding a row is the group's own button. */
export function ButtonField(props: InputProps) {
  switch (props.field.action) {
    case "call_sim":
      return <CallButton {...props} />;
    case "call_pbx":
      return <ExchangeButton {...props} />;
    case "compute_total":
      return <TotalButton {...props} />;
    default:
      return null;
  }
}
