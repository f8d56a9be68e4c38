import { useState } from "react";
import { Button } from "@mantine/core";
import { IconBookmarks, IconUserShare } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { AssignDialog } from "./AssignDialog";
import { SetsDialog } from "./SetsDialog";
import { ShareDialog, type Shared } from "./ShareDialog";
import { useSelection } from "./selectionContext";

/** What can be done with the selected customers besides making a route: another owner or pool, a saved set. */
export function BasketActs() {
  const { t } = useLanguage();
  const { basket } = useSelection();
  const [dialog, setDialog] = useState<"assign" | "sets" | null>(null);
  const [shared, share] = useState<Shared | null>(null);
  const mayAssign = useRight("customer.assign");
  const mayShare = useRight("customer.share");
  const ids = basket.map(({ id }) => id);
  const close = () => setDialog(null);
  return (
    <>
      {mayAssign && ids.length > 0 && (
        <Button variant="light" size="xs" leftSection={<IconUserShare size={16} />} onClick={() => setDialog("assign")} data-testid="basket-assign">
          {t("assign.open")}
        </Button>
      )}
      {mayShare && (
        <Button variant="light" size="xs" leftSection={<IconBookmarks size={16} />} onClick={() => setDialog("sets")} data-testid="basket-sets">
          {t("customersets.title")}
        </Button>
      )}
      {dialog === "assign" && <AssignDialog ids={ids} onClose={close} />}
      {dialog === "sets" && (
        <SetsDialog
          ids={ids}
          onClose={close}
          onShare={(set) => {
            close();
            share(set);
          }}
        />
      )}
      {shared && <ShareDialog shared={shared} onClose={() => share(null)} />}
    </>
  );
}
