import { useState } from "react";
import { Anchor, Button, Group, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArchive, IconArchiveOff, IconBookmarks, IconChevronDown, IconFlag, IconGitMerge, IconRoute, IconTag, IconUserShare, IconUsersGroup } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { useLanguage } from "../../i18n/language";
import { CreateRoute } from "../../routes/CreateRoute";
import { useRight } from "../../shell/session";
import { formatNumber } from "../../ui/format";
import { AssignDialog } from "../AssignDialog";
import { SetsDialog } from "../SetsDialog";
import { ShareDialog, type Shared } from "../ShareDialog";
import type { CustomerFilter } from "../filter";
import { MergeDialog } from "../merge/MergeDialog";
import { useSelection } from "../selectionContext";
import { BulkDialog, type BulkKind } from "./BulkDialogs";
import type { Many } from "./bulk";
import classes from "./SelectionBar.module.css";

interface Props {
  filter: CustomerFilter;
  /** How many the list has in all; null where that is not known. */
  total: number | null;
  /** Whether every row that is shown is ticked, while there are more. */
  offersAll: boolean;
}

type Opened = BulkKind | "assign" | "sets" | "merge" | null;

/** How the selection is told, and taking all that the filter finds. */
function Chosen({ isAll, count, offersAll, total, onAll, onClear }: { isAll: boolean; count: number; offersAll: boolean; total: number | null; onAll: () => void; onClear: () => void }) {
  const { t } = useLanguage();
  return (
    <Group gap="xs" wrap="nowrap">
      <Text fw={600} size="sm" data-testid="basket-count">
        {isAll ? t("selection.all", { n: formatNumber(total ?? count, 0, t) }) : t("customers.picked", { n: count })}
      </Text>
      {!isAll && offersAll && total !== null && total > count && (
        <Anchor component="button" type="button" size="sm" onClick={onAll} data-testid="select-all-found">
          {t("selection.takeall", { n: formatNumber(total, 0, t) })}
        </Anchor>
      )}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={onClear} data-testid="basket-clear">
        {t("action.clear")}
      </Button>
    </Group>
  );
}

/** What is selected, and what can be done with it. */
export function SelectionBar({ filter, total, offersAll }: Props) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { basket, clear } = useSelection();
  const [allOf, setAllOf] = useState<CustomerFilter | null>(null);
  const [opened, setOpened] = useState<Opened>(null);
  const [shared, share] = useState<Shared | null>(null);
  const [isCreating, { open: create, close: stopCreating }] = useDisclosure(false);
  const mayAssign = useRight("customer.assign");
  const mayShare = useRight("customer.share");
  const mayWrite = useRight("customer.write");
  const mayArchive = useRight("customer.archive");
  const mayMerge = useRight("customer.merge");
  const mayRoute = useRight("route.write");
  if (basket.length === 0) return null;
  const ids = basket.map(({ id }) => id);
  // Another filter finds other customers: what was meant by "all" holds no longer.
  const isAll = allOf !== null && JSON.stringify(allOf) === JSON.stringify(filter) && total !== null;
  const many: Many = isAll ? { filter, total } : { ids };
  const close = () => setOpened(null);
  const [one, other, ...rest] = basket;
  const look = { size: "xs", variant: "light" } as const;
  function finish(): void {
    close();
    setAllOf(null);
    clear();
  }
  return (
    <div className={classes.bar} data-testid="basket">
      <Chosen isAll={isAll} count={basket.length} offersAll={offersAll} total={total} onAll={() => setAllOf(filter)} onClear={finish} />
      <Group gap={6}>
        {mayAssign && !isAll && (
          <Button {...look} leftSection={<IconUserShare size={16} />} onClick={() => setOpened("assign")} data-testid="basket-assign">
            {t("assign.open")}
          </Button>
        )}
        {mayWrite && (
          <>
            <Button {...look} leftSection={<IconTag size={16} />} onClick={() => setOpened("tag")} data-testid="basket-tag">
              {t("bulk.tag")}
            </Button>
            <Button {...look} leftSection={<IconUsersGroup size={16} />} onClick={() => setOpened("group")} data-testid="basket-group">
              {t("bulk.group")}
            </Button>
          </>
        )}
        <Menu position="top-end">
          <Menu.Target>
            <Button {...look} rightSection={<IconChevronDown size={14} />} data-testid="basket-more">
              {t("bulk.more")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWrite && (
              <Menu.Item leftSection={<IconFlag size={16} />} onClick={() => setOpened("status")} data-testid="basket-status">
                {t("bulk.status")}
              </Menu.Item>
            )}
            {mayMerge && one && other && rest.length === 0 && !isAll && (
              <Menu.Item leftSection={<IconGitMerge size={16} />} onClick={() => setOpened("merge")} data-testid="basket-merge">
                {t("merge.open")}
              </Menu.Item>
            )}
            {mayArchive && filter.list !== "archived" && (
              <Menu.Item color="red.9" leftSection={<IconArchive size={16} />} onClick={() => setOpened("archive")} data-testid="basket-archive">
                {t("bulk.archive")}
              </Menu.Item>
            )}
            {mayArchive && filter.list === "archived" && (
              <Menu.Item leftSection={<IconArchiveOff size={16} />} onClick={() => setOpened("restore")} data-testid="basket-restore">
                {t("bulk.restore")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
        {mayShare && !isAll && (
          <Button {...look} leftSection={<IconBookmarks size={16} />} onClick={() => setOpened("sets")} data-testid="basket-sets">
            {t("customersets.title")}
          </Button>
        )}
        {mayRoute && !isAll && (
          <Button size="xs" leftSection={<IconRoute size={16} />} onClick={create} data-testid="create-route">
            {t("customers.createroute")}
          </Button>
        )}
      </Group>
      {opened === "assign" && <AssignDialog ids={ids} onClose={close} />}
      {opened === "sets" && (
        <SetsDialog
          ids={ids}
          onClose={close}
          onShare={(set) => {
            close();
            share(set);
          }}
        />
      )}
      {opened === "merge" && one && other && (
        <MergeDialog
          ids={[one.id, other.id]}
          onClose={close}
          onDone={(winner) => {
            finish();
            void navigate(`/customers/${winner}`);
          }}
        />
      )}
      {opened !== null && opened !== "assign" && opened !== "sets" && opened !== "merge" && <BulkDialog kind={opened} many={many} onClose={close} onDone={finish} />}
      {shared && <ShareDialog shared={shared} onClose={() => share(null)} />}
      <CreateRoute opened={isCreating} onClose={stopCreating} />
    </div>
  );
}
