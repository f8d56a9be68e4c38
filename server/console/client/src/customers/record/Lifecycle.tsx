import { useState } from "react";
import { Button, Menu, Text, TextInput, Textarea } from "@mantine/core";
import { IconArchive, IconArrowRight, IconDots, IconFlag, IconShoppingCart } from "@tabler/icons-react";
import { call } from "../../api/client";
import type { CustomerDetail } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { Dialog } from "../../ui/Dialog";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { type CustomerStatus, nextStatuses, statusKey } from "../status";

const DETAILS = ["invoice_name", "tax_code", "invoice_address", "payment_terms", "note"] as const;
type Details = Partial<Record<(typeof DETAILS)[number], string>>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What is filled in when a customer becomes a buyer (TM-11); what is known is there already. */
function ConvertDialog({ customer, onClose }: { customer: CustomerDetail; onClose: () => void }) {
  const { t } = useLanguage();
  const [details, setDetails] = useState<Details>({
    invoice_name: customer.name,
    tax_code: text(customer.fields.tax_code),
    invoice_address: customer.address_text ?? "",
  });
  const convert = useAction((filled: Details) => call(`/customers/${customer.id}/convert`, { method: "POST", body: filled }));
  function submit(): void {
    const filled = Object.fromEntries(Object.entries(details).filter(([, value]) => value.trim() !== ""));
    convert.mutate(filled, {
      onSuccess: () => {
        showDone(t("customer.converted"));
        onClose();
      },
    });
  }
  return (
    <Dialog title={t("customer.convert.title", { name: customer.name })} onClose={onClose} action={t("action.save")} onAct={submit} isActing={convert.isPending} error={convert.error} testid="convert">
      <Text size="sm" c="dimmed">
        {t("customer.convert.hint")}
      </Text>
      {DETAILS.map((name) => {
        const Input = name === "note" ? Textarea : TextInput;
        return (
          <Input
            key={name}
            label={t(`convert.${name}`)}
            value={details[name] ?? ""}
            onChange={(event) => setDetails({ ...details, [name]: event.currentTarget.value })}
            data-testid={`convert-${name}`}
          />
        );
      })}
    </Dialog>
  );
}

function ArchiveDialog({ customer, onClose }: { customer: CustomerDetail; onClose: () => void }) {
  const { t } = useLanguage();
  const archive = useAction(() => call("/customers/archive", { method: "POST", body: { ids: [customer.id] } }));
  return (
    <Dialog
      title={t("bulk.archive.title", { n: 1 })}
      onClose={onClose}
      action={t("customer.archive")}
      color="red.9"
      onAct={() =>
        archive.mutate(undefined, {
          onSuccess: () => {
            showDone(t("customer.archive.done"));
            onClose();
          },
        })
      }
      isActing={archive.isPending}
      error={archive.error}
      testid="archive"
    >
      <Text size="sm">{t("bulk.archive.hint")}</Text>
    </Dialog>
  );
}

/** The button from Lead to Tiềm năng, conversion, the later states, and the archive. */
export function Lifecycle({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const [dialog, open] = useState<"convert" | "archive" | null>(null);
  const mayWrite = useRight("customer.write") && customer.level !== "view";
  const mayArchive = useRight("customer.archive");
  const advance = useAction(() => call(`/customers/${customer.id}/advance`, { method: "POST", body: {} }));
  const move = useAction((status: CustomerStatus) => call(`/customers/${customer.id}/status`, { method: "POST", body: { status } }));
  const close = () => open(null);
  const words = (status: string) => {
    const key = statusKey(status);
    return key ? t(key) : status;
  };
  const later = nextStatuses(customer.status);
  return (
    <>
      {mayWrite && customer.status === "lead" && (
        <Button
          size="xs"
          leftSection={<IconArrowRight size={16} />}
          loading={advance.isPending}
          onClick={() => advance.mutate(undefined, { onSuccess: () => showDone(t("customer.advanced")), onError: (error) => showProblem(error, t) })}
          data-testid="customer-advance"
        >
          {t("customer.advance")}
        </Button>
      )}
      {mayWrite && customer.buyer === null && (
        <Button size="xs" variant={customer.status === "potential" ? "filled" : "light"} leftSection={<IconShoppingCart size={16} />} onClick={() => open("convert")} data-testid="customer-convert">
          {t("customer.convert")}
        </Button>
      )}
      {((mayWrite && later.length > 0) || mayArchive) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default" px={8} aria-label={t("customer.more")} data-testid="customer-more">
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWrite &&
              later.map((status) => (
                <Menu.Item
                  key={status}
                  leftSection={<IconFlag size={15} />}
                  onClick={() => move.mutate(status, { onSuccess: () => showDone(t("customer.status.done")), onError: (error) => showProblem(error, t) })}
                  data-testid={`customer-status-${status}`}
                >
                  {t("customer.status.to", { status: words(status) })}
                </Menu.Item>
              ))}
            {mayArchive && (
              <Menu.Item color="red.9" leftSection={<IconArchive size={15} />} onClick={() => open("archive")} data-testid="customer-archive">
                {t("customer.archive")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {dialog === "convert" && <ConvertDialog customer={customer} onClose={close} />}
      {dialog === "archive" && <ArchiveDialog customer={customer} onClose={close} />}
    </>
  );
}
