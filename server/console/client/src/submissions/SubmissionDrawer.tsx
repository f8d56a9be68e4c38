import { Drawer, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { submissionQuery } from "../api/queries";
import type { Visit } from "../api/types";
import { useLanguage } from "../i18n/language";
import { LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { StateBadge } from "../ui/StateBadge";
import { SubmissionView } from "./SubmissionView";
import { type ReviewIntent, ReviewPanel } from "./ReviewPanel";
import classes from "./SubmissionDrawer.module.css";

interface Props {
  submissionId: string | null;
  /** The visit that the submission made, where the page knows it. */
  visit?: Visit | null;
  /** What a key press asked for. */
  intent?: ReviewIntent | null;
  onClose: () => void;
}

/** One submission from the side: its evidence, what was answered, and the reviewer's decision. */
export function SubmissionDrawer({ submissionId, visit = null, intent = null, onClose }: Props) {
  const { t, say } = useLanguage();
  const { data, error, isPending, refetch } = useQuery(submissionQuery(submissionId));
  const title = (
    <Group gap="xs">
      <Text fw={700} size="lg">
        {data?.customer?.name ?? say(data?.form_title) ?? t("submission.title")}
      </Text>
      {data && <StateBadge state={data.state} />}
    </Group>
  );
  return (
    <Drawer
      opened={submissionId !== null}
      onClose={onClose}
      position="right"
      size={480}
      title={title}
      withOverlay={false}
      lockScroll={false}
      trapFocus={false}
      returnFocus
      withinPortal
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ "aria-label": t("action.close") }}
      classNames={{ content: classes.content, body: classes.body, inner: classes.inner }}
    >
      {error && !data ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <LoadingRows />
      ) : (
        <div className={classes.columns} data-testid="submission" data-submission={data.id}>
          <div className="scroll">
            <SubmissionView submission={data} visit={visit} />
          </div>
          <ReviewPanel key={`${data.id}/${intent ?? ""}`} submission={data} intent={intent} />
        </div>
      )}
    </Drawer>
  );
}
