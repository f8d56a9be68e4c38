import { Button } from "@mantine/core";
import { IconArrowLeft, IconEye, IconEyeOff } from "@tabler/icons-react";
import { Link } from "react-router";
import { useLanguage } from "../i18n/language";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import type { FormDetail } from "./queries";
import { useOffering } from "./useOffering";

/** A form that is offered no more: it can be put back as it was, and changed from there. */
export function Withdrawn({ detail, onDone }: { detail: FormDetail; onDone: () => void }) {
  const { t } = useLanguage();
  const { offerAgain, isActing } = useOffering(detail, onDone);
  return (
    <div className="page">
      <PageHead title={detail.key}>
        <Button component={Link} to="/forms/builder" size="compact-xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} />}>
          {t("forms.title")}
        </Button>
      </PageHead>
      <Blank title={t("forms.withdrawn")} hint={t("forms.withdrawn.hint")} icon={<IconEyeOff size={24} stroke={1.5} />}>
        <Button mt="sm" size="xs" leftSection={<IconEye size={16} />} loading={isActing} onClick={offerAgain} data-testid="form-again">
          {t("forms.again")}
        </Button>
      </Blank>
    </div>
  );
}
