import { Modal } from "@mantine/core";
import { FormRunner } from "../fill/FormRunner";
import { useQuery } from "@tanstack/react-query";
import type { Values } from "../api/formTypes";
import { formsQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { useNarrow } from "../shell/useNarrow";

interface Props {
  formKey: string;
  /** The record that is edited. */
  record?: { kind: string; id: string };
  /** The customer that the form is about. */
  customerId?: string;
  /** Answers that the form begins with. */
  given?: Values;
  onClose: () => void;
  /** After it was handed in, with the id of the record that it made or changed. */
  onDone: (recordId: string) => void;
}

/** A form over the page; what was typed is kept in the window when it is closed. */
export function FormDialog({ formKey, record, customerId, given, onClose, onDone }: Props) {
  const { t, say } = useLanguage();
  const isNarrow = useNarrow();
  const title = useQuery(formsQuery).data?.items.find(({ key }) => key === formKey)?.title;
  return (
    <Modal opened onClose={onClose} title={say(title)} size={820} fullScreen={isNarrow} closeButtonProps={{ "aria-label": t("action.close") }} data-testid="form-dialog">
      <FormRunner
        formKey={formKey}
        {...(record ? { record } : {})}
        {...(customerId ? { customerId } : {})}
        {...(given ? { given } : {})}
        onDone={(made) => onDone(made.record?.id ?? record?.id ?? made.id)}
      />
    </Modal>
  );
}
