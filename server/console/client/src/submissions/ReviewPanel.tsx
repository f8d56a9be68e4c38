import { useState } from "react";
import { Button, Group, Menu, Stack, Text, Textarea } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconChevronDown, IconX } from "@tabler/icons-react";
import { call } from "../api/client";
import type { SubmissionDetail } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { useRight, useSession } from "../shell/session";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import classes from "./ReviewPanel.module.css";

export type ReviewIntent = "approved" | "has_issues" | "rejected";

interface Decision {
  state: ReviewIntent;
  comment: string;
}

interface Props {
  submission: SubmissionDetail;
  intent: ReviewIntent | null;
}

function useReview(submissionId: string) {
  const { t } = useLanguage();
  const review = useAction((decision: Decision) =>
    call<SubmissionDetail>(`/submissions/${submissionId}/review`, {
      method: "POST",
      body: { state: decision.state, comment: decision.comment.trim() || null },
    }),
  );
  function decide(decision: Decision, onDone: () => void): void {
    review.mutate(decision, {
      onSuccess: () => {
        showDone(t(`review.done.${decision.state}`));
        onDone();
      },
    });
  }
  return { review, decide };
}

interface CommentProps {
  intent: "has_issues" | "rejected";
  isPending: boolean;
  onCancel: () => void;
  onDecide: (comment: string) => void;
}

function CommentForm({ intent, isPending, onCancel, onDecide }: CommentProps) {
  const { t } = useLanguage();
  const [comment, setComment] = useState("");
  const [isMissing, setMissing] = useState(false);
  function submit(): void {
    if (comment.trim() === "") setMissing(true);
    else onDecide(comment);
  }
  return (
    <Stack gap="xs">
      <Textarea
        label={t("review.comment")}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        error={isMissing && comment.trim() === "" ? t("review.comment.required") : undefined}
        autosize
        minRows={2}
        maxRows={5}
        autoFocus
        data-testid="review-comment"
      />
      <Group gap="xs" justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
        <Button
          color={intent === "rejected" ? "red.9" : "orange.9"}
          loading={isPending}
          onClick={submit}
          data-testid="review-confirm"
        >
          {t(intent === "rejected" ? "review.reject.confirm" : "review.return.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}

interface ButtonsProps {
  isApproved: boolean;
  isPending: boolean;
  onApprove: () => void;
  onAsk: (intent: "has_issues" | "rejected") => void;
}

function Buttons({ isApproved, isPending, onApprove, onAsk }: ButtonsProps) {
  const { t } = useLanguage();
  return (
    <Group gap="xs" grow preventGrowOverflow={false}>
      <Button leftSection={<IconCheck size={18} />} loading={isPending} disabled={isApproved} onClick={onApprove} data-testid="review-approve">
        {t("review.approve")}
      </Button>
      <Button.Group>
        <Button
          flex={1}
          variant="light"
          color="orange"
          leftSection={<IconArrowBackUp size={18} />}
          onClick={() => onAsk("has_issues")}
          data-testid="review-return"
        >
          {t("review.return")}
        </Button>
        <Menu position="top-end">
          <Menu.Target>
            <Button variant="light" color="orange" px={8} aria-label={t("review.more")} data-testid="review-more">
              <IconChevronDown size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red.9" leftSection={<IconX size={16} />} onClick={() => onAsk("rejected")} data-testid="review-reject">
              {t("review.reject")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </Group>
  );
}

/** Approve, or send back with a reason; hidden from those who may not review. */
export function ReviewPanel({ submission, intent }: Props) {
  const { t } = useLanguage();
  const mayReview = useRight("submission.review");
  const { review, decide } = useReview(submission.id);
  const [asking, setAsking] = useState(intent === "approved" ? null : intent);
  const isOwn = useSession().employee.id === submission.employee.id;
  if (!mayReview) return null;
  if (isOwn) {
    return (
      <Text className={classes.panel} size="sm" c="dimmed">
        {t("review.own")}
      </Text>
    );
  }
  return (
    <div className={classes.panel} data-testid="review-panel">
      {review.error && <ErrorNotice error={review.error} />}
      {asking === null ? (
        <Buttons
          isApproved={submission.state === "approved"}
          isPending={review.isPending}
          onApprove={() => decide({ state: "approved", comment: "" }, () => undefined)}
          onAsk={setAsking}
        />
      ) : (
        <CommentForm
          intent={asking}
          isPending={review.isPending}
          onCancel={() => setAsking(null)}
          onDecide={(comment) => decide({ state: asking, comment }, () => setAsking(null))}
        />
      )}
    </div>
  );
}
