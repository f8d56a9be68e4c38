/** Photos and films: taken or chosen, kept on the phone at once, shown small. */
import { attach, detach, idsOf, isFilm, localTimestamp, NotKept } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useEffect, useRef, useState } from "react";

import { useSpeech } from "../i18n";
import { FILM_TYPES, filmProblem, MOST_FILM_MB, MOST_PICTURE_MB, stillOf } from "../film";
import { BlobImage } from "../parts/blob_image";
import { Icon } from "../parts/icons";
import { preparePicture } from "../picture";
import { store } from "../services";
import { useScope, type FieldControl } from "./control";

const MOST_PHOTOS = 10;

export function MediaField({ field, path, name, value, onChange }: FieldControl) {
  const { t } = useSpeech();
  const { draftKey } = useScope();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ids = idsOf(value);
  const latest = useRef(ids);
  useEffect(() => {
    latest.current = idsOf(value);
  }, [value]);
  const room = (field.max ?? MOST_PHOTOS) - ids.length;

  const add = async (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])].slice(0, room);
    setBusy(true);
    setProblem(null);
    for (const file of files) {
      try {
        const wrong = isFilm(file) ? await filmProblem(file) : file.size > MOST_PICTURE_MB * 1_000_000 ? "media.too_large" : null;
        if (wrong) {
          setProblem(t(wrong, { mb: isFilm(file) ? MOST_FILM_MB : MOST_PICTURE_MB, has: Math.ceil(file.size / 1_000_000) }));
          continue;
        }
        const picture = isFilm(file) ? { bytes: file, type: file.type, thumb: await stillOf(file) } : await preparePicture(file);
        const item = await attach(store, {
          draftKey, field: path, ...picture, filename: file.name || (isFilm(file) ? "film" : "photo.jpg"), capturedAt: localTimestamp(new Date(file.lastModified)),
        });
        latest.current = [...latest.current, item.media_id];
        onChange(latest.current);
      } catch (error) {
        setProblem(t(error instanceof NotKept ? "media.full" : "media.failed"));
      }
    }
    input.value = "";
    setBusy(false);
  };
  const remove = (id: string) => {
    onChange(ids.filter((other) => other !== id));
    void detach(store, id);
  };

  return (
    <div>
      {ids.length > 0 && <Thumbs ids={ids} onRemove={remove} />}
      {room > 0 && (
        <div className="buttons">
          <FileButton name={name} kind="camera" text={t("media.camera")} busy={busy} onFiles={add} />
          <FileButton name={name} kind="film" text={t("media.film")} busy={busy} onFiles={add} />
          <FileButton name={name} kind="files" text={t("media.choose")} busy={busy} onFiles={add} />
        </div>
      )}
      {room > 0 && <p className="faint" style={{ marginTop: 8 }}>{t("media.limits", { mb: MOST_FILM_MB })}</p>}
      <p className="quiet" role="status">{busy ? t("media.busy") : null}</p>
      {problem && <p className="note bad" role="alert" style={{ marginTop: 8 }}><Icon name="warn" size={20} />{problem}</p>}
    </div>
  );
}

const BUTTONS = {
  camera: { icon: "camera", accept: "image/*", capture: "environment" },
  film: { icon: "film", accept: FILM_TYPES.join(), capture: "environment" },
  files: { icon: "image", accept: ["image/*", ...FILM_TYPES].join(), multiple: true },
} as const;

interface FileButtonProps { name: string; kind: keyof typeof BUTTONS; text: string; busy: boolean; onFiles: (input: HTMLInputElement) => Promise<void> }

function FileButton({ name, kind, text, busy, onFiles }: FileButtonProps) {
  const { icon, ...input } = BUTTONS[kind];
  return (
    <span className="button soft grow file-button">
      <Icon name={icon} />{text}
      <input type="file" aria-label={text} disabled={busy} data-testid={`${kind}-${name}`} {...input}
        onChange={(event) => void onFiles(event.currentTarget)} />
    </span>
  );
}

function Thumbs({ ids, onRemove }: { ids: string[]; onRemove: (id: string) => void }) {
  const { t } = useSpeech();
  const items = useLiveQuery(() => store.media.bulkGet(ids), [ids.join()]);
  return (
    <div className="photos">
      {ids.map((id, index) => {
        const thumb = items?.[index]?.thumb;
        return (
          <figure key={id} data-testid="photo">
            {thumb ? <BlobImage bytes={thumb} alt={t("media.photo", { n: index + 1 })} /> : <span><Icon name={items?.[index] && isFilm(items[index]) ? "film" : "image"} />{items && !items[index] ? t("media.on_server") : ""}</span>}
            <button type="button" className="remove" onClick={() => onRemove(id)} aria-label={t("media.remove", { n: index + 1 })}><span><Icon name="close" size={16} /></span></button>
          </figure>
        );
      })}
    </div>
  );
}
