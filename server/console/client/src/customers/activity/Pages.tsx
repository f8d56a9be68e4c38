import type { ReactNode } from "react";
import { Button, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Page } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { LoadingRows } from "../../ui/Blank";
import { ErrorNotice } from "../../ui/ErrorNotice";

interface Props<Item> {
  of: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  /** What stands there when there is nothing. */
  empty: string;
  children: (items: Item[]) => ReactNode;
}

/** A list that is read page by page: its rows, grey ones until then, and a button for more. */
export function Pages<Item>({ of: answer, empty, children }: Props<Item>) {
  const { t } = useLanguage();
  if (answer.isPending) return <LoadingRows rows={3} />;
  if (!answer.data) return <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  const items = answer.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed" data-testid="nothing-yet">
        {empty}
      </Text>
    );
  }
  return (
    <>
      {children(items)}
      {answer.hasNextPage && (
        <Button variant="subtle" fullWidth mt="xs" loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
          {t("action.more")}
        </Button>
      )}
    </>
  );
}
