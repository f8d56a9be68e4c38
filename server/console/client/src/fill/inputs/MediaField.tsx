import { ActionIcon, Alert, Button, FileButton, Group, Image, Input, Paper, Progress, Text } from "@mantine/core";
import { IconCamera, IconMovie, IconRefresh, IconX } from "@tabler/icons-react";
import { mediaUrl } from "../../api/client";
import { useLanguage } from "../../i18n/language";
import { type InputProps, useFilling } from "../context";
import { type Sending, useUploads } from "../uploads";
import { handleOf } from "../paths";
import { asTexts, useLabelled } from "./shared";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,video/mp4,video/webm,video/quicktime";
const SIDE = 92;

function Picture({ id, sending, onDrop, onAgain }: { id: string; sending: Sending | undefined; onDrop: () => void; onAgain: () => void }) {
  const { t } = useLanguage();
  const name = sending?.name ?? t("fill.media.kept");
  const isFilm = sending?.type.startsWith("video/") ?? false;
  return (
    <Paper withBorder w={SIDE} h={SIDE} style={{ position: "relative", overflow: "hidden" }} data-testid="photo" data-state={sending?.state ?? "kept"} title={name}>
      {isFilm ? <IconMovie size={34} style={{ margin: 28 }} /> : <Image src={sending?.preview ?? mediaUrl(id, "thumb")} alt={name} w={SIDE} h={SIDE} fit="cover" />}
      <ActionIcon size="sm" color="dark" variant="filled" pos="absolute" top={4} right={4} onClick={onDrop} aria-label={t("fill.media.drop", { name })}>
        <IconX size={13} />
      </ActionIcon>
      {sending?.state === "sending" && <Progress value={sending.percent} pos="absolute" bottom={0} left={0} right={0} radius={0} aria-label={t("fill.media.sending", { n: sending.percent })} />}
      {sending?.state === "failed" && (
        <Button size="compact-xs" color="red" pos="absolute" bottom={4} left={4} leftSection={<IconRefresh size={12} />} onClick={onAgain} title={t("fill.media.failed")}>
          {t("fill.media.again")}
        </Button>
      )}
    </Paper>
  );
}

/** Photographs and films, sent as soon as they are chosen. */
export function MediaField(props: InputProps) {
  const { t } = useLanguage();
  const { preview } = useFilling();
  const { path, field, value, onChange } = props;
  const { sendings, add, drop, again } = useUploads();
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);
  const ids = asTexts(value);
  const room = (field.max ?? Infinity) - ids.length;
  async function choose(files: File[]): Promise<void> {
    const added = await add(files.slice(0, room), field.name);
    if (added.length > 0) onChange([...ids, ...added]);
  }
  function remove(mediaId: string): void {
    drop(mediaId);
    onChange(ids.filter((each) => each !== mediaId));
  }
  return (
    <Input.Wrapper {...labelled} id={id} labelElement="div" data-testid={testid}>
      <Group gap="xs" pt={4}>
        {ids.map((mediaId) => (
          <Picture key={mediaId} id={mediaId} sending={sendings[mediaId]} onDrop={() => remove(mediaId)} onAgain={() => again(mediaId)} />
        ))}
        <FileButton multiple accept={ACCEPTED} onChange={(files) => void choose(files)} disabled={preview || room <= 0} inputProps={{ "data-testid": `files-${handleOf(path)}`, "aria-label": labelled.label } as object}>
          {(button) => (
            <Button {...button} variant="default" leftSection={<IconCamera size={17} stroke={1.6} />} disabled={preview || room <= 0}>
              {t("fill.media.add")}
            </Button>
          )}
        </FileButton>
      </Group>
      {ids.some((mediaId) => sendings[mediaId]?.state === "failed") && (
        <Alert color="red" variant="light" p="xs" mt="xs">
          <Text size="sm">{t("fill.media.failed")}</Text>
        </Alert>
      )}
    </Input.Wrapper>
  );
}
