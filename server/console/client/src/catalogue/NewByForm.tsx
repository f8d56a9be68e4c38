import { Button } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { fillFormsQuery } from "../fill/queries";
import { useLanguage } from "../i18n/language";
import { useSession } from "../shell/session";

/** Whether a form is there and may be handed in by who is signed in. */
export function useMayFill(formKey: string): boolean {
  const { rights } = useSession();
  const form = useQuery(fillFormsQuery).data?.items.find(({ key }) => key === formKey);
  return form !== undefined && (!form.right || rights.includes(form.right));
}

/** Leads to an empty form; nothing where it may not be handed in. */
export function NewByForm({ form, label, customerId }: { form: string; label: string; customerId?: string }) {
  const may = useMayFill(form);
  if (!may) return null;
  return (
    <Button component={Link} to={`/fill/${form}${customerId ? `?customer=${customerId}` : ""}`} size="xs" leftSection={<IconPlus size={16} />} data-testid={`new-${form}`}>
      {label}
    </Button>
  );
}

/** Leads to the form that edits a record; nothing where it may not be handed in. */
export function EditByForm({ form, kind, id }: { form: string; kind: string; id: string }) {
  const { t } = useLanguage();
  const may = useMayFill(form);
  if (!may) return null;
  return (
    <Button component={Link} to={`/fill/${form}?kind=${kind}&record=${id}`} variant="light" leftSection={<IconPencil size={16} />} data-testid="record-edit">
      {t("record.edit")}
    </Button>
  );
}
