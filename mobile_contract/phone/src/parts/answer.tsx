/** An answer as people read it. */
import { fixOf, idsOf, windowOf, type Answer, type Field, type GpsFix } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useEffect, useState } from "react";

import { useData } from "../data/context";
import { useSpeech } from "../i18n";
import { http, store } from "../services";
import { Icon } from "./icons";
import { BlobImage } from "./blob_image";

export function AnswerText({ field, value }: { field: Field; value: Answer | undefined }) {
  const text = useAnswerText();
  if (field.type === "media" && Array.isArray(value)) return <Pictures ids={idsOf(value)} />;
  if (field.type === "phone" && typeof value === "string") return <a href={`tel:${value.replace(/[^\d+]/g, "")}`}>{value}</a>;
  if (field.type === "url" && typeof value === "string" && /^https?:\/\//.test(value)) return <a href={value} target="_blank" rel="noreferrer">{value}</a>;
  return <>{text(field, value)}</>;
}

export function useAnswerText(): (field: Field, value: Answer | undefined) => string {
  const { t, local, day, number } = useSpeech();
  const { customers, employees, geography } = useData();
  const named = (field: Field, id: string) =>
    field.of === "employee" ? employees.get(id)?.name ?? "…" : customers?.byId.get(id)?.name ?? "…";
  const option = (field: Field, value: string) => local(field.options?.find((each) => each.value === value)?.label) || value;
  return (field, value) => {
    if (value === null || value === undefined || value === "") return "—";
    if (typeof value === "boolean") return t(value ? "bool.yes" : "bool.no");
    if (typeof value === "number") return number(value);
    if (Array.isArray(value)) return idsOf(value).map((each) => (field.type === "refs" ? named(field, each) : option(field, each))).join(", ") || "—";
    if (typeof value === "object") return objectText(value);
    if (field.type === "ref") return named(field, value);
    if (field.type === "province") return geography.provinces.get(value) ?? value;
    if (field.type === "ward") return geography.wards.get(value)?.name ?? value;
    if (field.type === "date") return day(value);
    return option(field, value);
  };
}

function objectText(value: Answer): string {
  const fix = fixOf(value);
  const hours = windowOf(value);
  if (fix) return gpsText(fix);
  return hours ? `${hours.from}–${hours.to}` : "—";
}

export function gpsText(fix: GpsFix): string {
  return `${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}`;
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
