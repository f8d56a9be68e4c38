/** A line of a bill: a product, what it costs, how many, − and +, and a way to drop it. */
import type { Answer, Field, RepeatRow } from "@tuyen/sdk";

import { useNames } from "../data/names";
import { usePrices } from "../data/prices";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { useScope } from "./control";
import { digitsOnly } from "./number_text";

interface LineProps { field: Field; path: string; row: RepeatRow; onChange: (cell: string, answer: Answer) => void; onRemove: () => void; onPick: () => void }

export function LineRow({ field, path, row, onChange, onRemove, onPick }: LineProps) {
  const { t } = useSpeech();
  const { faults } = useScope();
  const name = path.replaceAll("/", "-");
  const [product, count] = field.fields ?? [];
  const find = useNames("product");
  const id = typeof row[product?.name ?? ""] === "string" ? (row[product?.name ?? ""] as string) : "";
  const called = find(id)?.name ?? "…";
  const qty = typeof row[count?.name ?? ""] === "number" ? (row[count?.name ?? ""] as number) : null;
  const least = count?.min ?? 1;
  const put = (next: number | null) => count && onChange(count.name, next);
  const fault = [product, count].map((cell) => faults.get(`${path}/${cell?.name}`)).find(Boolean);
  if (!id) {
    return (
      <div className="line" id={`f-${name}-${product?.name}-box`}>
        <button type="button" className="pick grow" onClick={onPick}><span className="grow unset">{t("pick.product")}</span><Icon name="next" size={20} /></button>
        {fault && <p className="error" data-testid={`error-${name}-${product?.name}`}>{fault}</p>}
      </div>
    );
  }
  return (
    <div className="line" data-testid="line">
      <span className="grow"><b className="two-lines">{called}</b><Price id={id} qty={qty} /></span>
      <div className="stepper small">
        <button type="button" disabled={qty !== null && qty <= least} aria-label={t("lines.less", { name: called })} data-testid={`less-${name}-${count?.name}`} onClick={() => put(Math.max(least, (qty ?? least) - 1))}><Icon name="minus" size={20} /></button>
        <input inputMode="numeric" value={qty ?? ""} aria-label={t("lines.qty", { name: called })} data-testid={`input-${name}-${count?.name}`} onChange={(event) => put(digitsOnly(event.target.value))} />
        <button type="button" aria-label={t("lines.more", { name: called })} data-testid={`more-${name}-${count?.name}`} onClick={() => put((qty ?? 0) + 1)}><Icon name="plus" size={20} /></button>
      </div>
      <button type="button" className="icon-button" onClick={onRemove} data-testid={`remove-${name}`} aria-label={t("lines.remove", { name: called })}><Icon name="trash" size={20} /></button>
      {fault && <p className="error">{fault}</p>}
    </div>
  );
}

function Price({ id, qty }: { id: string; qty: number | null }) {
  const { t, number } = useSpeech();
  const price = usePrices()?.of(id);
  if (price === undefined) return null;
  if (price === null) return <span className="quiet">{t("lines.no_price")}</span>;
  return <span className="quiet">{t("lines.price.one", { price: number(price) })}{qty && qty > 1 ? ` × ${qty}` : ""}</span>;
}
