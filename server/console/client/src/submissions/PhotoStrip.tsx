import { useState } from "react";
import { Center, UnstyledButton } from "@mantine/core";
import { IconCloudUp, IconPhotoX } from "@tabler/icons-react";
import type { SubmissionMedia } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Lightbox } from "./Lightbox";
import { Thumbnail } from "./Thumbnails";
import classes from "./PhotoStrip.module.css";

const SIDE = 104;

function Absent({ state }: { state: SubmissionMedia["state"] }) {
  const { t } = useLanguage();
  const Icon = state === "failed" ? IconPhotoX : IconCloudUp;
  const text = t(state === "failed" ? "submission.media.failed" : "submission.media.awaiting");
  return (
    <Center className={classes.absent} style={{ width: SIDE, height: SIDE }} data-testid={`media-${state}`}>
      <Icon size={20} stroke={1.5} />
      <span>{text}</span>
    </Center>
  );
}

/** The photographs of a submission; a click shows one large. */
export function PhotoStrip({ media }: { media: SubmissionMedia[] }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState<number | null>(null);
  const arrived = media.filter(({ state }) => state === "ready" || state === "stored").map(({ media_id }) => media_id);
  return (
    <div className={classes.strip}>
      {media.map(({ media_id, state }, index) =>
        arrived.includes(media_id) ? (
          <UnstyledButton
            key={`${media_id}/${state}`}
            onClick={() => setShown(arrived.indexOf(media_id))}
            aria-label={t("submission.photo", { n: index + 1 })}
            data-testid="photo"
          >
            <Thumbnail id={media_id} size={SIDE} number={index + 1} />
          </UnstyledButton>
        ) : (
          <Absent key={media_id} state={state} />
        ),
      )}
      <Lightbox ids={arrived} shown={shown} onShow={setShown} />
    </div>
  );
}
