import type { ReactNode } from "react";
import { Button, Table } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "./Blank";
import { ErrorNotice } from "./ErrorNotice";
import classes from "./ListFrame.module.css";

export interface Column<Item> {
  key: string;
  label: string;
  cell: (item: Item) => ReactNode;
  /** Left out where the window is narrow. */
  wide?: boolean;
  /** Numbers stand at the end. */
  end?: boolean;
}

interface Props<Item> {
  of: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>>;
  columns: readonly Column<Item>[];
  /** Where a row leads, or what it opens. */
  to?: (item: Item) => string;
  onOpen?: (item: Item) => void;
  empty: { title: string; hint: string; icon?: ReactNode; action?: ReactNode };
  /** Handle of a row. */
  testid: string;
  /** Marks of a row, such as `overdue`. */
  mark?: (item: Item) => string | undefined;
}

/** A list of records as a table, read page by page: waiting, refusal, emptiness and rows, the same on every page. */
export function ListFrame<Item extends { id: string }>({ of, columns, to, onOpen, empty, testid, mark }: Props<Item>) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = of;
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (isPending || !data) return <LoadingRows rows={10} height={40} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <Blank title={empty.title} hint={empty.hint} icon={empty.icon}>
        {empty.action}
      </Blank>
    );
  }
  const open = (item: Item) => (to ? void navigate(to(item)) : onOpen?.(item));
  const isOpened = to !== undefined || onOpen !== undefined;
  return (
    <>
      <Table fz="sm" verticalSpacing="xs" stickyHeader className={classes.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, label, wide, end }) => (
              <Table.Th key={key} className={wide ? (classes.wide ?? "") : ""} ta={end ? "right" : "left"}>
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr
              key={item.id}
              className={isOpened ? (classes.row ?? "") : ""}
              data-mark={mark?.(item)}
              data-id={item.id}
              data-testid={testid}
              {...(isOpened ? { onClick: () => open(item), tabIndex: 0, onKeyDown: (event: React.KeyboardEvent) => event.key === "Enter" && event.target === event.currentTarget && open(item) } : {})}
            >
              {columns.map(({ key, cell, wide, end }) => (
                <Table.Td key={key} className={wide ? (classes.wide ?? "") : ""} ta={end ? "right" : "left"} style={end ? { whiteSpace: "nowrap" } : undefined}>
                  {cell(item)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {hasNextPage && (
        <Button variant="subtle" fullWidth my="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="list-more">
          {t("action.more")}
        </Button>
      )}
    </>
  );
}
