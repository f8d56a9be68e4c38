import { useMemo, useState } from "react";
import { useHotkeys } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { submissionPagesQuery } from "../api/queries";
import type { Submission, SubmissionDetail } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice, showDone, showProblem } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { dayOf } from "../ui/format";
import { useNow } from "../ui/useNow";
import { FilterBar } from "../visits/FilterBar";
import { filterQuery } from "../visits/filters";
import { useFilter, useOpened } from "../visits/useFilter";
import type { ReviewIntent } from "./ReviewPanel";
import { SubmissionDrawer } from "./SubmissionDrawer";
import { SubmissionTable } from "./SubmissionTable";
import { type Pointed, stepFrom } from "./steps";

const NONE: Submission[] = [];
const PAGE = 100;

function useApprove() {
  const { t } = useLanguage();
  const approve = useAction((id: string) =>
    call<SubmissionDetail>(`/submissions/${id}/review`, { method: "POST", body: { state: "approved", comment: null } }),
  );
  return (id: string) =>
    approve.mutate(id, {
      onSuccess: () => showDone(t("review.done.approved")),
      onError: (error) => showProblem(error, t),
    });
}

/** Every form that was sent, with the keys of a reviewer: j and k move, a approves, r sends back. */
export default function SubmissionsPage() {
  const { t } = useLanguage();
  const [filter, setFilter] = useFilter("week");
  const [openedId, open] = useOpened();
  const [focused, setFocused] = useState<Pointed>({ id: null, place: 0 });
  const [intent, setIntent] = useState<ReviewIntent | null>(null);
  const mayReview = useRight("submission.review");
  const approve = useApprove();
  const today = dayOf(useNow());
  const query = useMemo(() => ({ ...filterQuery(filter, today), limit: PAGE }), [filter, today]);
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(submissionPagesQuery(query));
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? NONE, [data]);
  const pointedId = openedId ?? focused.id;

  function show(id: string | null, wanted: ReviewIntent | null = null): void {
    setIntent(wanted);
    if (id) setFocused({ id, place: items.findIndex((item) => item.id === id) });
    open(id);
  }
  function step(by: number): void {
    const next = stepFrom(items, { id: pointedId, place: focused.place }, by);
    if (openedId !== null) show(next.id);
    setFocused(next);
  }
  useHotkeys([
    ["j", () => step(1)],
    ["k", () => step(-1)],
    ["Enter", () => focused.id && show(focused.id)],
    ["a", () => mayReview && pointedId && approve(pointedId)],
    ["r", () => mayReview && pointedId && show(pointedId, "has_issues")],
  ]);

  return (
    <div className="page">
      <PageHead title={t("submissions.title")}>
        <FilterBar filter={filter} onChange={setFilter} withForm counts={data?.pages[0]?.counts} />
      </PageHead>
      <div className="scroll">
        {error && !data ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <LoadingRows rows={10} height={40} />
        ) : items.length === 0 ? (
          <Blank title={t("submissions.empty")} hint={t("submissions.empty.hint")} />
        ) : (
          <SubmissionTable items={items} pointedId={pointedId} onOpen={show} more={hasNextPage ? { isFetching: isFetchingNextPage, fetch: () => void fetchNextPage() } : null} />
        )}
      </div>
      <SubmissionDrawer submissionId={openedId} intent={intent} onClose={() => show(null)} />
    </div>
  );
}
