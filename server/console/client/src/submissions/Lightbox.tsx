import { ActionIcon, Group, Modal, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { mediaUrl } from "../api/client";
import { useLanguage } from "../i18n/language";
import classes from "./Lightbox.module.css";

interface Props {
  ids: string[];
  /** Index of the photograph shown large; null shows none. */
  shown: number | null;
  onShow: (index: number | null) => void;
}

/** One photograph as large as the window allows; arrow keys turn to the others. */
export function Lightbox({ ids, shown, onShow }: Props) {
  const { t } = useLanguage();
  const index = shown ?? 0;
  const id = ids[index];
  function turn(by: number): void {
    if (shown !== null) onShow((index + by + ids.length) % ids.length);
  }
  useHotkeys([
    ["ArrowLeft", () => turn(-1)],
    ["ArrowRight", () => turn(1)],
  ]);
  return (
    <Modal
      opened={shown !== null && id !== undefined}
      onClose={() => onShow(null)}
      size="auto"
      centered
      zIndex={400}
      title={t("submission.photo.of", { n: index + 1, total: ids.length })}
      closeButtonProps={{ "aria-label": t("action.close") }}
      data-testid="lightbox"
    >
      {id && <img className={classes.photo} src={mediaUrl(id, "large")} alt={t("submission.photo", { n: index + 1 })} />}
      {ids.length > 1 && (
        <Group justify="center" mt="xs">
          <ActionIcon variant="default" onClick={() => turn(-1)} aria-label={t("submission.previous")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <Text size="sm" c="dimmed">
            {index + 1} / {ids.length}
          </Text>
          <ActionIcon variant="default" onClick={() => turn(1)} aria-label={t("submission.next")}>
            <IconChevronRight size={18} />
          </ActionIcon>
        </Group>
      )}
    </Modal>
  );
}
