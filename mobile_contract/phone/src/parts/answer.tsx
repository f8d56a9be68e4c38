/** An answer as people read it. */
import { attributesOf, fixOf, idsOf, rowsOf, windowOf, type Answer, type Answers, type Field, type GpsFix } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useEffect, useState, type ReactNode } from "react";

import { useNames } from "../data/names";
import { useKnown } from "../data/kinds";
import { useLists } from "../data/lists";
import { optionsOf } from "../data/options";
import { usePlaceName } from "../data/places";
import { isTextKey, useSpeech } from "../i18n";
import { http, store } from "../services";
import { Icon } from "./icons";
import { BlobImage } from "./blob_image";

interface AnswerProps { field: Field; value: Answer | undefined; around?: Answers }

export function AnswerText({ field, value, around = {} }: AnswerProps): ReactNode {
  const { t, day, time, number } = useSpeech();
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "—";
  switch (field.type) {
    case "media":
      return <Pictures ids={idsOf(value)} />;
    case "repeat":
      return <Rows field={field} rows={rowsOf(value)} />;
    case "attributes":
      return <Attributes field={field} value={value} around={around} />;
    case "ref": case "refs":
      return <Names field={field} ids={typeof value === "string" ? [value] : idsOf(value)} />;
    case "select": case "multi":
      return <Options field={field} values={typeof value === "string" ? [value] : idsOf(value)} />;
    case "province": case "district": case "ward":
      return <PlaceName field={field} code={plain(value)} around={around} />;
    case "gps":
      return gpsText(fixOf(value));
    case "time_window":
      return [windowOf(value)?.from, windowOf(value)?.to].filter(Boolean).join(" – ");
    case "date":
      return day(plain(value));
    case "datetime":
      return time(plain(value));
    case "money":
      return typeof value === "number" ? `${number(value)} ₫` : plain(value);
    case "percent":
      return typeof value === "number" ? `${number(value)}%` : plain(value);
    case "phone":
      return <a href={`tel:${plain(value).replace(/[^\d+]/g, "")}`}>{plain(value)}</a>;
    case "url":
      return /^https?:\/\//.test(plain(value)) ? <a href={plain(value)} target="_blank" rel="noreferrer">{plain(value)}</a> : plain(value);
    default:
      if (typeof value === "boolean") return t(value ? "bool.yes" : "bool.no");
      return typeof value === "number" ? number(value) : plain(value);
  }
}

function plain(value: Answer): string {
  return typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What names a record; where an earlier version of the form offered words, the answer is the word. */
const RECORD = /^[0-9a-f-]{36}$/;

function Names({ field, ids }: { field: Field; ids: string[] }) {
  const find = useNames(field.of ?? (field.type === "refs" ? "employee" : "customer"));
  return <>{ids.map((id) => find(id)?.name ?? (RECORD.test(id) ? "…" : id)).join(", ")}</>;
}

function Options({ field, values }: { field: Field; values: string[] }) {
  const { local } = useSpeech();
  const options = optionsOf(field, useLists());
  return <>{values.map((value) => local(options?.find((each) => each.value === value)?.label) || value).join(", ")}</>;
}

function PlaceName({ field, code, around }: { field: Field; code: string; around: Answers }) {
  const nameOf = usePlaceName();
  return <>{nameOf(field, code, around)}</>;
}

/** Numbered rows, each with what was filled in. */
function Rows({ field, rows }: { field: Field; rows: ReturnType<typeof rowsOf> }) {
  return (
    <ol className="rows">
      {rows.map(({ id, ...cells }) => (
        <li key={id}>
          {(field.fields ?? []).filter((cell) => cells[cell.name] !== undefined && cells[cell.name] !== null).map((cell, place) => (
            <span key={cell.name}>{place > 0 && " · "}<AnswerText field={cell} value={cells[cell.name]} around={cells as Answers} /></span>
          ))}
        </li>
      ))}
    </ol>
  );
}

type Attribute = Omit<Field, "label"> & { label: Field["label"] | string };

function Attributes({ field, value, around }: { field: Field; value: Answer; around: Answers }) {
  const { local } = useSpeech();
  const set = useKnown("update_set").byId.get(typeof around[field.parent ?? ""] === "string" ? (around[field.parent ?? ""] as string) : "");
  const told = new Map(((set?.d.attributes ?? []) as Attribute[]).map((each) => [each.name, each]));
  return (
    <ul>
      {Object.entries(attributesOf(value)).map(([name, answer]) => {
        const { label, ...attribute } = told.get(name) ?? { name, type: "text" as const, label: name };
        return <li key={name}>{local(label)}: <AnswerText field={{ ...attribute, label: { vi: name, en: name } }} value={answer} /></li>;
      })}
    </ul>
  );
}

/** A value of which no form is known: of a field that an older or a newer form has. */
export function UnknownText({ value }: { value: unknown }) {
  const { t } = useSpeech();
  if (typeof value === "boolean") return <>{t(value ? "bool.yes" : "bool.no")}</>;
  if (typeof value === "string" || typeof value === "number") return <>{value}</>;
  if (Array.isArray(value) && value.every((each) => typeof each === "string" || typeof each === "number")) return <>{value.join(", ")}</>;
  const fix = fixOf(value as Answer);
  return <>{fix ? gpsText(fix) : JSON.stringify(value)}</>;
}

/** The word for a state or status, itself where it is a new one. */
export function useStateText(): (group: "state" | "status" | "route", state: string) => string {
  const { t } = useSpeech();
  return (group, state) => {
    const key = `${group}.${state}`;
    return isTextKey(key) ? t(key) : state;
  };
}

export function gpsText(fix: GpsFix | null): string {
  return fix ? `${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}` : "—";
}

/** Thumbnails: those of this phone at once, those of others when the server can be reached. */
export function Pictures({ ids }: { ids: string[] }) {
  const { t } = useSpeech();
  const items = useLiveQuery(() => store.media.bulkGet(ids), [ids.join()]);
  return (
    <div className="photos" style={{ marginTop: 6, marginBottom: 0 }}>
      {ids.map((id, index) => {
        if (!items) return <figure key={id} />;
        const thumb = items[index]?.thumb;
        return (
          <figure key={id}>{thumb
            ? <BlobImage bytes={thumb} alt={t("media.photo", { n: index + 1 })} />
            : <RemoteThumb id={id} alt={t("media.photo", { n: index + 1 })} />}
          </figure>
        );
      })}
    </div>
  );
}

function RemoteThumb({ id, alt }: { id: string; alt: string }) {
  const { t } = useSpeech();
  const [bytes, setBytes] = useState<ArrayBuffer | null>(null);
  useEffect(() => {
    let shown = true;
    void http.headers()
      .then((headers) => http.send("GET", `/media/${id}/thumb`, { headers }))
      .then((response) => response.arrayBuffer())
      .then((found) => shown && setBytes(found))
      .catch(() => undefined);
    return () => void (shown = false);
  }, [id]);
  return bytes ? <BlobImage bytes={bytes} alt={alt} /> : <span><Icon name="image" /><span className="hidden-text">{t("media.on_server")}</span></span>;
}
