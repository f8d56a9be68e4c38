/** Everything that can be filled in, by module, and what is being filled in. */
import { discardDraft, type Draft, type FormDefinition } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";

import { useData } from "../data/context";
import { isTextKey, useSpeech } from "../i18n";
import { byType, CUSTOMER_ICONS } from "../parts/customer_row";
import { Empty, MainHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { link } from "../router";
import { store } from "../services";

export function FormsScreen() {
  const { t, local } = useSpeech();
  const { forms } = useData();
  const drafts = useLiveQuery(() => store.drafts.orderBy("updated_at").reverse().filter((draft) => draft.touched).toArray()) ?? [];
  const modules = grouped([...forms.values()]);
  return (
    <>
      <MainHead title={t("nav.forms")} />
      <main className="scroll" data-testid="forms">
        {drafts.length > 0 && (
          <section className="section">
            <h2>{t("forms.drafts")}</h2>
            <ul className="card">{drafts.map((draft) => <li key={draft.key}><DraftRow draft={draft} /></li>)}</ul>
          </section>
        )}
        {forms.size === 0 && <Empty icon="form" title={t("forms.none")}><p>{t("forms.none.hint")}</p></Empty>}
        {[...modules].sort(byModule).map(([module, list]) => (
          <section key={module} className="section">
            <h2>{t(moduleText(module))}</h2>
            <ul className="card">
              {list.sort(byType).map((form) => (
                <li key={form.key}>
                  <a className="row" href={`#/${link("fill", form.key)}`} data-testid={`form-${form.key}`}>
                    <span className={`tile ${form.record?.type ?? ""}`}><Icon name={formIcon(form)} size={22} /></span>
                    <span className="body"><b>{local(form.title)}</b>{form.purpose && <span className="quiet two-lines">{local(form.purpose)}</span>}</span>
                    <Icon name="next" size={20} />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </main>
    </>
  );
}

function DraftRow({ draft }: { draft: Draft }) {
  const { t, local, time } = useSpeech();
  const { forms, customers } = useData();
  const form = forms.get(draft.form);
  const about = draft.customer_id ? customers?.byId.get(draft.customer_id)?.name : draft.values.full_name;
  const discard = () => {
    if (confirm(t("forms.draft.discard.ask"))) void discardDraft(store, draft.key);
  };
  return (
    <div className="row" data-testid="draft">
      <a className="row body" style={{ padding: 0, minHeight: 0 }} href={`#/${draftPath(draft)}`}>
        <span className="tile plain"><Icon name="edit" size={22} /></span>
        <span className="body"><b>{typeof about === "string" && about ? about : local(form?.title) || draft.form}</b>
          <span className="quiet">{local(form?.title)} · {t("forms.draft.at", { time: time(draft.updated_at) })}</span></span>
      </a>
      <button className="icon-button" onClick={discard} aria-label={t("forms.draft.discard")}><Icon name="trash" size={20} /></button>
    </div>
  );
}

export function draftPath(draft: Draft): string {
  const path = link("fill", draft.form);
  if (draft.record) return `${path}?edit=${draft.record.id}`;
  return draft.key.startsWith("again/") ? `${path}?again=${draft.key.slice("again/".length)}`
    : draft.customer_id ? `${path}?customer=${draft.customer_id}` : path;
}

function formIcon(form: FormDefinition) {
  const profile = CUSTOMER_ICONS[form.record?.type ?? ""];
  return profile ?? (form.key.includes("tele") ? "phone" : form.key.startsWith("interaction.") ? "pin" : "form");
}

function moduleText(module: string) {
  const key = `module.${module}`;
  return isTextKey(key) ? key : "module.other";
}

/** What is filled in most comes first. */
function byModule([a]: [string, unknown], [b]: [string, unknown]): number {
  const rank = (module: string) => (module === "interactions" ? 0 : module === "customers" ? 1 : 2);
  return rank(a) - rank(b) || a.localeCompare(b);
}

function grouped(forms: FormDefinition[]): Map<string, FormDefinition[]> {
  const modules = new Map<string, FormDefinition[]>();
  for (const form of forms) modules.set(form.module, [...(modules.get(form.module) ?? []), form]);
  return modules;
}
