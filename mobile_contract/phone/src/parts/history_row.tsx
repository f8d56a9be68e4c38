import type { HistoryItem } from "../data/history";
import { useData } from "../data/context";
import { useKind } from "../data/kinds";
import { metMeanwhile } from "../data/tasks";
import { useSpeech } from "../i18n";
import { link } from "../router";
import { formIcon } from "./form_icon";
import { Icon } from "./icons";
import { MediaChip, StageChip } from "./stage";

export function HistoryRow({ item, withoutCustomer }: { item: HistoryItem; withoutCustomer?: boolean }) {
  const { t, local, time } = useSpeech();
  const { forms } = useData();
  const title = useItemTitle(item);
  const form = forms.get(item.form);
  return (
    <a className="row" href={`#/${link("queue", item.id)}`} data-testid="history-row" style={{ alignItems: "flex-start" }}>
      <span className="tile plain"><Icon name={formIcon(form ?? { key: item.form, record: null })} size={22} /></span>
      <span className="body">
        <b>{withoutCustomer ? local(form?.title) || item.form : title}</b>
        <span className="quiet">{withoutCustomer ? time(item.at) : `${local(form?.title) || item.form} · ${time(item.at)}`}</span>
        <span className="chips"><StageChip stage={item.stage} /><MediaChip media={item.media} />
          {item.op?.result?.conflicts?.length ? <span className="chip warn">{t("receipt.conflict.short")}</span> : null}
          {metMeanwhile(item) === "deleted" && <span className="chip warn">{t("tasks.met.deleted.short")}</span>}
        </span>
        {item.row?.comment && <span className="quiet two-lines" style={{ marginTop: 6 }}>“{item.row.comment}”</span>}
      </span>
      <Icon name="next" size={20} />
    </a>
  );
}

/** Whom it is about, of a report on a task which one; the form's title where nobody. */
export function useItemTitle(item: HistoryItem): string {
  const { local } = useSpeech();
  const { customers, forms } = useData();
  const tasks = useKind(item.record?.kind === "task" ? "task" : null);
  const task = item.record ? tasks?.byId.get(item.record.id)?.d.title : undefined;
  const named = ["full_name", "route_name", "product_name", "name"].map((name) => item.answers?.[name]).find((each) => typeof each === "string");
  const known = item.customerId ? customers?.byId.get(item.customerId)?.name : undefined;
  return (typeof task === "string" && task ? task : undefined) ?? known ?? named ?? (local(forms.get(item.form)?.title) || item.form);
}
