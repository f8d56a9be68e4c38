/** Everything that can be filled in, by module, what is being filled in, and what the phone holds besides customers. */
import { discardDraft, type Draft, type FormDefinition } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";

import { useData } from "../data/context";
import { KIND_VIEWS, RECORD_KINDS } from "../data/kind_views";
import { useForms } from "../data/rights";
import { isTextKey, useSpeech } from "../i18n";
import { byType } from "../parts/customer_row";
import { formIcon } from "../parts/form_icon";
import { Empty, MainHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { link } from "../router";
import { store } from "../services";
import "../styles/records.css";

export function FormsScreen() {
  const { t } = useSpeech();
  const forms = useForms();
  const drafts = useLiveQuery(() => store.drafts.orderBy("updated_at").reverse().filter((draft) => draft.touched).toArray()) ?? [];
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
        <Kinds />
        {forms?.length === 0 && <Empty icon="form" title={t("forms.none")}><p>{t("forms.none.hint")}</p></Empty>}
        {[...grouped((forms ?? []).filter((form) => !form.record?.edits_only))].sort(byModule).map(([module, list]) => (
          <section key={module} className="section" data-testid={`module-${module}`}>
            <h2>{t(moduleText(module))}</h2>
            <ul className="card">{list.sort(byType).map((form) => <li key={form.key}><FormRow form={form} href={`#/${link("fill", form.key)}`} /></li>)}</ul>
          </section>
        ))}
      </main>
    </>
  );
}

function Kinds() {
  const { t } = useSpeech();
  return (
    <nav className="kinds" aria-label={t("records.title")}>
      {RECORD_KINDS.map((kind) => (
        <a key={kind} href={`#/${link("records", kind)}`} data-testid={`kind-${kind}`}><Icon name={KIND_VIEWS[kind].icon} size={22} />{t(`records.${kind}`)}</a>
      ))}
    </nav>
  );
}

export function FormRow({ form, href }: { form: FormDefinition; href: string }) {
  const { local } = useSpeech();
  return (
    <a className="row" href={href} data-testid={`form-${form.key}`}>
      <span className={`tile ${form.record?.kind === "customer" ? form.record.type : ""}`}><Icon name={formIcon(form)} size={22} /></span>
      <span className="body"><b>{local(form.title)}</b>{form.purpose && <span className="quiet two-lines">{local(form.purpose)}</span>}</span>
      <Icon name="next" size={20} />
    </a>
  );
}

function DraftRow({ draft }: { draft: Draft }) {
  const { t, local, time } = useSpeech();
  const { forms, customers } = useData();
  const form = forms.get(draft.form);
  const own = ["full_name", "route_name", "product_name", "name"].map((name) => draft.values[name]).find((each) => typeof each === "string" && each !== "");
  const about = draft.customer_id ? customers?.byId.get(draft.customer_id)?.name ?? own : own;
  const discard = () => {
    if (confirm(t("forms.draft.discard.ask"))) void discardDraft(store, draft.key);
  };
  return (
    <div className="row" data-testid="draft">
      <a className="row body" style={{ padding: 0, minHeight: 0 }} href={`#/${draftPath(draft)}`}>
        <span className="tile plain"><Icon name="edit" size={22} /></span>
        <span className="body"><b>{typeof about === "string" ? about : local(form?.title) || draft.form}</b>
          <span className="quiet">{local(form?.title)} · {t("forms.draft.at", { time: time(draft.updated_at) })}</span></span>
      </a>
      <button className="icon-button" onClick={discard} aria-label={t("forms.draft.discard")}><Icon name="trash" size={20} /></button>
    </div>
  );
}

export function draftPath(draft: Draft): string {
  const path = link("fill", draft.form);
  if (draft.key.startsWith("again/")) return `${path}?again=${draft.key.slice("again/".length)}`;
  if (draft.record) return `${path}?edit=${draft.record.id}`;
  return draft.customer_id ? `${path}?customer=${draft.customer_id}` : path;
}

function moduleText(module: string) {
  const key = `module.${module}`;
  return isTextKey(key) ? key : "module.other";
}

/** What is filled in most comes first. */
const MODULES = ["interactions", "orders", "support", "opportunities", "customers", "routes", "catalogue"];

function byModule([a]: [string, unknown], [b]: [string, unknown]): number {
  const rank = (module: string) => MODULES.indexOf(module) + 1 || MODULES.length + 1;
  return rank(a) - rank(b) || a.localeCompare(b);
}

function grouped(forms: FormDefinition[]): Map<string, FormDefinition[]> {
  const modules = new Map<string, FormDefinition[]>();
  for (const form of forms) modules.set(form.module, [...(modules.get(form.module) ?? []), form]);
  return modules;
}
