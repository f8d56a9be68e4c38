import { type DragEvent, useState } from "react";
import { ActionIcon, Anchor, Button, Center, FileButton, Group, Progress, Stack, Table, Text } from "@mantine/core";
import { IconFileTypePdf, IconMovie, IconPhoto, IconTrash, IconUpload } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { call, originalUrl } from "../../api/client";
import type { CustomerDetail, Named, Page } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { Thumbnail } from "../../submissions/Thumbnails";
import { Dialog } from "../../ui/Dialog";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { Read } from "../../ui/Read";
import { formatTime } from "../../ui/format";
import { useUpload } from "../activity/useUpload";
import { sizeText } from "./size";
import classes from "./FilesTab.module.css";

interface CustomerFile extends Named {
  media_id: string;
  type: string;
  size: number;
  state: "awaiting" | "stored" | "ready" | "failed";
  added_by: Named;
  added_at: string;
}

const TYPES = "image/jpeg,image/png,image/webp,image/heic,video/mp4,video/quicktime,video/webm,application/pdf";
/** Types of which the server draws small pictures. */
const DRAWN = ["image/jpeg", "image/png", "image/webp"];
const SIDE = 40;

const filesQuery = (customerId: string) =>
  queryOptions({
    queryKey: ["customer-files", customerId],
    queryFn: ({ signal }) => call<Page<CustomerFile>>(`/customers/${customerId}/files`, { signal }),
    meta: { feed: true },
  });

function RemoveFile({ customerId, file, onClose }: { customerId: string; file: CustomerFile; onClose: () => void }) {
  const { t } = useLanguage();
  const remove = useAction(() => call<undefined>(`/customers/${customerId}/files/${file.id}`, { method: "DELETE" }));
  return (
    <Dialog
      title={t("files.remove.title", { name: file.name })}
      onClose={onClose}
      action={t("files.remove.confirm")}
      color="red.9"
      onAct={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            showDone(t("files.removed"));
            onClose();
          },
        })
      }
      isActing={remove.isPending}
      error={remove.error}
      testid="file-remove-ask"
    >
      <Text size="sm">{t("files.remove.hint")}</Text>
    </Dialog>
  );
}

function Sign({ file }: { file: CustomerFile }) {
  if (DRAWN.includes(file.type) && file.state !== "failed") return <Thumbnail id={file.media_id} size={SIDE} number={1} />;
  const isFilm = file.type.startsWith("video/");
  const Icon = file.type === "application/pdf" ? IconFileTypePdf : isFilm ? IconMovie : IconPhoto;
  return (
    <Center className={classes.sign} w={SIDE} h={SIDE} data-type={file.type}>
      <Icon size={24} stroke={1.5} aria-hidden />
    </Center>
  );
}

function FileRow({ file, onRemove }: { file: CustomerFile; onRemove: (() => void) | null }) {
  const { t } = useLanguage();
  return (
    <Table.Tr data-testid="file-row">
      <Table.Td w={56}>
        <Sign file={file} />
      </Table.Td>
      <Table.Td>
        <Anchor href={originalUrl(file.media_id, file.name)} download={file.name} size="sm" fw={600} aria-label={t("files.download", { name: file.name })}>
          {file.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {[sizeText(file.size, t), file.added_by.name, formatTime(file.added_at)].join(" · ")}
        </Text>
      </Table.Td>
      <Table.Td w={44}>
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={t("files.remove", { name: file.name })} data-testid="file-remove">
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Files kept for the customer (TM-21): photographs, films and PDF documents that were uploaded here. */
export function FilesTab({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const mayWrite = useRight("customer.write") && customer.level !== "view";
  const files = useQuery(filesQuery(customer.id));
  const { send, progress } = useUpload();
  const [doomed, doom] = useState<CustomerFile | null>(null);
  const [isOver, setOver] = useState(false);
  const add = useAction(async (chosen: readonly File[]) => {
    const sent = await send(chosen);
    for (const { mediaId, name } of sent) await call(`/customers/${customer.id}/files`, { method: "POST", body: { media_id: mediaId, name } });
    return sent.length;
  });
  function upload(chosen: readonly File[]): void {
    if (chosen.length === 0) return;
    add.mutate(chosen, { onSuccess: (n) => n > 0 && showDone(t("files.added", { n })), onError: (error) => showProblem(error, t) });
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    upload([...event.dataTransfer.files]);
  }
  return (
    <Stack gap="sm" maw={760}>
      {mayWrite && (
        <div
          className={classes.drop}
          data-over={isOver || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {t("files.drop")}
            </Text>
            <FileButton onChange={upload} accept={TYPES} multiple>
              {(props) => (
                <Button {...props} size="xs" leftSection={<IconUpload size={16} />} loading={add.isPending} data-testid="file-add">
                  {t("files.add")}
                </Button>
              )}
            </FileButton>
          </Group>
          {progress !== null && <Progress value={progress} size="sm" mt="xs" aria-label={t("files.sending")} />}
        </div>
      )}
      <Read of={files} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("files.empty")}
            </Text>
          ) : (
            <Table className="panel" verticalSpacing={6}>
              <Table.Tbody>
                {items.map((file) => (
                  <FileRow key={file.id} file={file} onRemove={mayWrite ? () => doom(file) : null} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Read>
      {doomed && <RemoveFile customerId={customer.id} file={doomed} onClose={() => doom(null)} />}
    </Stack>
  );
}
