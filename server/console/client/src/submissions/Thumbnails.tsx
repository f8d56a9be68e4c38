import { useEffect, useState } from "react";
import { Center } from "@mantine/core";
import { IconPhotoOff } from "@tabler/icons-react";
import { mediaUrl } from "../api/client";
import { useLanguage } from "../i18n/language";
import classes from "./Thumbnails.module.css";

interface Props {
  ids: string[];
  /** Side in CSS pixels. */
  size: number;
  most?: number;
}

const RETRY_MS = 5_000;
const MOST_TRIES = 24;

/** Which try at a picture is running, and whether the last one failed: a phone may still be sending it. */
function useTries(): { tries: number; missing: boolean; miss: () => void } {
  const [tries, setTries] = useState(0);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (!missing || tries >= MOST_TRIES) return undefined;
    const timer = setTimeout(() => {
      setTries(tries + 1);
      setMissing(false);
    }, RETRY_MS);
    return () => clearTimeout(timer);
  }, [missing, tries]);
  return { tries, missing, miss: () => setMissing(true) };
}

/** A small photograph; a grey square as long as the picture has not arrived. */
export function Thumbnail({ id, size, number }: { id: string; size: number; number: number }) {
  const { t } = useLanguage();
  const { tries, missing, miss } = useTries();
  const box = { width: size, height: size };
  if (missing) {
    return (
      <Center className={classes.missing} style={box} title={t("submission.media.awaiting")}>
        <IconPhotoOff size={18} stroke={1.5} />
      </Center>
    );
  }
  return (
    <img
      className={classes.thumb}
      style={box}
      src={mediaUrl(id, "thumb") + (tries > 0 ? `?try=${tries}` : "")}
      alt={t("submission.photo", { n: number })}
      loading="lazy"
      decoding="async"
      onError={miss}
      data-testid="thumb"
    />
  );
}

export function Thumbnails({ ids, size, most = ids.length }: Props) {
  const hidden = ids.length - most;
  return (
    <div className={classes.row}>
      {ids.slice(0, most).map((id, index) => (
        <Thumbnail key={id} id={id} size={size} number={index + 1} />
      ))}
      {hidden > 0 && (
        <Center className={classes.missing} style={{ width: size, height: size }}>
          +{hidden}
        </Center>
      )}
    </div>
  );
}
