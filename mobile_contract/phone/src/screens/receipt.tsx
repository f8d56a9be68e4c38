/** One submission: what became of it, its receipt, what was filled in, its pictures. */
import { isFilm, retryMedia, sendAnyway, waitsForWifi, type MediaItem } from "@tuyen/sdk";

import { useData, useSync } from "../data/context";
import { useFilmOnMobile, useMobileData } from "../data/films";
import { setHandled } from "../data/handled";
import { isReturned, type HistoryItem } from "../data/history";
import { metMeanwhile } from "../data/tasks";
import { isTextKey, useSpeech } from "../i18n";
import { AnswerText, UnknownText } from "../parts/answer";
import { BlobImage } from "../parts/blob_image";
import { Empty, SubHead, useCodeText } from "../parts/frame";
import { useItemTitle } from "../parts/history_row";
import { Icon } from "../parts/icons";
import { StageChip } from "../parts/stage";
import { unknownOf } from "../parts/unknown_fields";
import { back, link } from "../router";
import { engine, store } from "../services";

export function Receipt({ id }: { id: string }) {
  const { t } = useSpeech();
  const item = useData().history.find((each) => each.id === id);
  if (item) return <ReceiptOf item={item} />;
  return (
    <><SubHead title={t("receipt.title")} home="queue" />
      <main className="scroll"><Empty icon="form" title={t("receipt.missing")} /></main></>
  );
}

function ReceiptOf({ item }: { item: HistoryItem }) {
  const { t, local } = useSpeech();
  const { forms, media, customers } = useData();
  const form = forms.get(item.form);
  const pictures = media.filter((each) => each.submission_id === item.id);
  const answers = item.answers ?? item.row?.answers;
  return (
    <>
      <SubHead title={useItemTitle(item)} eyebrow={local(form?.title) || item.form} home="queue" />
      <main className="scroll" style={{ paddingTop: 16 }} data-testid="receipt">
        <div className="stack">
          <div><StageChip stage={item.stage} /></div>
          <Verdict item={item} />
          <Facts item={item} />
        </div>
        <section className="section" style={{ marginTop: 20 }}>
          <h2>{t("receipt.answers")}</h2>
          {answers ? (
            <dl className="card facts">
              {(form?.fields ?? []).filter((field) => field.name in answers && field.type !== "media").map((field) => (
                <div key={field.name}><dt>{local(field.label)}</dt><dd><AnswerText field={field} value={answers[field.name]} around={answers} /></dd></div>
              ))}
              {form && unknownOf(answers, form.fields).map((name) => <div key={name}><dt>{name}</dt><dd><UnknownText value={answers[name]} /></dd></div>)}
            </dl>
          ) : <p className="quiet" style={{ padding: "0 4px" }}>{t("receipt.answers.gone")}</p>}
        </section>
        {pictures.length > 0 && <PictureStates pictures={pictures} />}
        <div className="stack" style={{ marginTop: 20 }}><Again item={item} /></div>
        {item.customerId && customers?.byId.has(item.customerId) && (
          <a className="button wide" style={{ marginTop: 10 }} href={`#/${link("customers", item.customerId)}`}>{customers.byId.get(item.customerId)?.name}<Icon name="next" size={20} /></a>
        )}
      </main>
    </>
  );
}

function Verdict({ item }: { item: HistoryItem }) {
  const { t, local } = useSpeech();
  const codeText = useCodeText();
  const result = item.op?.result;
  const comment = item.row?.comment;
  const met = metMeanwhile(item);
  return (
    <>
      {comment && (
        <div className={`note ${item.stage === "approved" ? "good" : "warn"}`} data-testid="comment"><Icon name="reply" size={20} />
          <div><b>{t("receipt.comment")}</b><p>{comment}</p></div></div>
      )}
      {item.stage === "held" && <p className="note info" data-testid="held"><Icon name="clock" size={20} />{t("receipts.blocked.more")}</p>}
      {(item.stage === "refused" || item.stage === "dismissed") && (
        <div className="note bad" data-testid="refusal"><Icon name="warn" size={20} />
          <div><b>{t("receipt.reason")}</b><p>{local(result?.message) || codeText(result?.code)}</p><p>{t(item.stage === "dismissed" ? "receipt.dismissed" : "receipt.reason.kept")}</p></div></div>
      )}
      {result?.state === "released" && item.stage !== "refused" && <p className="note good" data-testid="released"><Icon name="check" size={20} />{t("receipts.released")}</p>}
      {result?.conflicts && result.conflicts.length > 0 && <p className="note warn"><Icon name="people" size={20} />{t("receipt.conflict")}</p>}
      {met && <p className="note warn" data-testid="met-meanwhile"><Icon name="task" size={20} />{t(`tasks.met.${met}`)}</p>}
      {result?.warnings?.some((each) => each.code === "duplicate_candidate") && <p className="note warn"><Icon name="people" size={20} />{t("receipt.duplicate")}</p>}
    </>
  );
}

function Facts({ item }: { item: HistoryItem }) {
  const { t, time } = useSpeech();
  const { op, row } = item;
  const reviewer = typeof row?.reviewer === "object" ? row.reviewer?.name : row?.reviewer;
  const lines = [
    t("receipt.filled", { time: time(item.at) }),
    row ? t("receipt.received", { time: time(row.received_at) }) : op?.answered_at ? t("receipt.answered", { time: time(op.answered_at) }) : null,
    row?.reviewed_at && reviewer ? t("receipt.reviewed", { name: reviewer, time: time(row.reviewed_at) }) : null,
    op ? t("receipt.number", { n: op.n }) : null,
  ];
  return (
    <ul className="card pad quiet" aria-label={t("receipt.title")}>
      {lines.filter((line) => line !== null).map((line) => <li key={line}>{line}</li>)}
    </ul>
  );
}

function PictureStates({ pictures }: { pictures: MediaItem[] }) {
  const { t } = useSpeech();
  const { upload } = useSync();
  const [mobile, allowed] = [useMobileData(), useFilmOnMobile()];
  const failed = pictures.filter((picture) => picture.state === "failed");
  const held = pictures.filter((picture) => picture.state === "waiting" && waitsForWifi(picture, allowed, mobile));
  const now = () => void Promise.all(held.map((each) => sendAnyway(store, each.media_id))).then(engine.request);
  const said = (picture: MediaItem) => {
    if (upload?.mediaId === picture.media_id) return `${Math.floor((100 * upload.sent) / upload.size)} %`;
    if (held.includes(picture)) return t("media.state.wifi");
    const part = picture.state === "waiting" && picture.sent_bytes > 0 ? ` ${Math.floor((100 * picture.sent_bytes) / picture.size)} %` : "";
    return t(`media.state.${picture.state}`) + part;
  };
  const advice = (error = "") => {
    const key = `media.error.${error}`;
    return isTextKey(key) ? t(key) : t("media.error.other", { code: error });
  };
  const retry = () => void Promise.all(failed.map((each) => retryMedia(store, each.media_id))).then(engine.request);
  return (
    <section className="section" style={{ marginTop: 20 }}>
      <h2>{t("receipt.photos")}</h2>
      <div className="photos">
        {pictures.map((picture, index) => (
          <figure key={picture.media_id} data-testid="picture" data-state={picture.state}>
            {picture.thumb ? <BlobImage bytes={picture.thumb} alt={t("media.photo", { n: index + 1 })} /> : <span><Icon name={isFilm(picture) ? "film" : "image"} /></span>}
            <figcaption className={`chip ${picture.state === "sent" ? "good" : picture.state === "failed" ? "bad" : "warn"}`}>
              {said(picture)}
            </figcaption>
          </figure>
        ))}
      </div>
      {failed.map((picture) => <p key={picture.media_id} className="note bad" style={{ marginBottom: 10 }} data-testid="media-advice"><Icon name="warn" size={20} /><span>{picture.filename}: {advice(picture.error)}</span></p>)}
      {held.length > 0 && <p className="quiet" style={{ padding: "0 4px 10px" }}>{t("media.wifi.why")}</p>}
      {held.length > 0 && <button className="button wide" onClick={now} data-testid="send-anyway"><Icon name="film" />{t("media.wifi.anyway")}</button>}
      {failed.length > 0 && <button className="button soft wide" onClick={retry}><Icon name="sync" />{t("receipt.media.retry")}</button>}
    </section>
  );
}

/** What the person can do about a submission that did not go through. */
function Again({ item }: { item: HistoryItem }) {
  const { t } = useSpeech();
  const returned = isReturned(item);
  if (item.stage !== "refused" && !returned) return null;
  const hide = async () => {
    if (returned && item.row) await setHandled(item.id, item.row);
    else if (item.op && confirm(t("receipt.hide.ask"))) await store.ops.update(item.op.key, { hidden: 1 });
    else return;
    back("queue");
  };
  const path = link("fill", item.form);
  const kept = item.answers !== null || Boolean(item.row?.answers);
  const href = kept || returned ? `${path}?again=${item.id}` : `${path}${item.customerId ? `?customer=${item.customerId}` : ""}`;
  return (
    <>
      <a className="button primary wide" href={`#/${href}`} data-testid="again"><Icon name="edit" />{t(kept || returned ? "receipt.again" : "receipt.anew")}</a>
      <button className={returned ? "button wide" : "button danger wide"} onClick={() => void hide()} data-testid="hide">{t(returned ? "receipt.handled" : "receipt.hide")}</button>
    </>
  );
}
