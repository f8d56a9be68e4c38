import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Anchor, Button, Checkbox, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import type { Customer, FormField } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { useLookup } from "../../submissions/useLookup";
import { StatusBadge } from "../StatusBadge";
import { isSortable, nextSort } from "../filter";
import { pickedFromCustomer } from "../selection";
import { useSelection } from "../selectionContext";
import { Cell } from "./Cell";
import { useColumnName } from "./ColumnsDialog";
import classes from "./CustomerTable.module.css";

interface Props {
  customers: Customer[];
  columns: string[];
  fields: ReadonlyMap<string, FormField>;
  sort: string | null;
  /** Whether the list can be put into another order: not what is ranked by words or by time. */
  maySort: boolean;
  onSort: (sort: string | null) => void;
  more: { has: boolean; isFetching: boolean; fetch: () => void };
}

function Heading({ column, label, sort, maySort, onSort }: { column: string; label: string; maySort: boolean } & Pick<Props, "sort" | "onSort">) {
  const direction = sort === column ? "ascending" : sort === `-${column}` ? "descending" : undefined;
  if (!maySort) return <th data-column={column}>{label}</th>;
  return (
    <th aria-sort={direction ?? "none"} data-column={column}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(nextSort(sort, column))} data-testid={`sort-${column}`}>
        {label}
        {direction === "ascending" && <IconArrowUp size={13} />}
        {direction === "descending" && <IconArrowDown size={13} />}
      </UnstyledButton>
    </th>
  );
}

/** Fetches the next page as soon as its end comes into view; the button is there for those who use no mouse. */
function More({ more }: Pick<Props, "more">) {
  const { t } = useLanguage();
  const end = useRef<HTMLButtonElement>(null);
  const fetchMore = useEffectEvent(() => {
    if (!more.isFetching) more.fetch();
  });
  useEffect(() => {
    if (end.current === null) return undefined;
    const observer = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && fetchMore(), { rootMargin: "400px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, []);
  return (
    <Button ref={end} variant="subtle" fullWidth my="xs" loading={more.isFetching} onClick={more.fetch} data-testid="customers-more">
      {t("action.more")}
    </Button>
  );
}

interface RowProps extends Pick<Props, "columns" | "fields"> {
  customer: Customer;
  isPointed: boolean;
  isPicked: boolean;
  onPick: () => void;
}

function Row({ customer, columns, fields, isPointed, isPicked, onPick }: RowProps) {
  const { t } = useLanguage();
  const row = useRef<HTMLTableRowElement>(null);
  const lookup = useLookup();
  useEffect(() => {
    if (isPointed) row.current?.scrollIntoView({ block: "nearest" });
  }, [isPointed]);
  return (
    <tr ref={row} data-picked={isPicked || undefined} data-pointed={isPointed || undefined} data-testid="customer-row" data-customer={customer.id}>
      <td className={classes.pick}>
        <Checkbox checked={isPicked} onChange={onPick} aria-label={t("customers.pick", { name: customer.name })} data-testid="customer-pick" />
      </td>
      {columns.map((column) =>
        column === "name" ? (
          <td key={column} className={classes.name}>
            <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" fw={600} c="inherit">
              {customer.name}
            </Anchor>
            <Text size="xs" c="dimmed" className={classes.narrow} component="div">
              <StatusBadge status={customer.status} /> {[customer.phone_text ?? customer.phone, customer.owner?.name].filter(Boolean).join(" · ")}
            </Text>
          </td>
        ) : (
          <td key={column} className={classes.cell} data-column={column}>
            <Cell customer={customer} column={column} fields={fields} lookup={lookup} />
          </td>
        ),
      )}
    </tr>
  );
}

/** Which row the keys point at: arrows move, space ticks, Enter opens, Ctrl+A ticks all that is shown. */
function useKeys(customers: Customer[], toggle: (customer: Customer) => void, pickAll: () => void) {
  const navigate = useNavigate();
  const [pointed, point] = useState(-1);
  function press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const customer = customers[pointed];
    if (event.key === "ArrowDown") point(Math.min(pointed + 1, customers.length - 1));
    else if (event.key === "ArrowUp") point(Math.max(pointed - 1, 0));
    else if (event.key === "Home") point(0);
    else if (event.key === "End") point(customers.length - 1);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) pickAll();
    else if (event.key === " " && customer && target.tagName !== "INPUT" && target.tagName !== "BUTTON") toggle(customer);
    else if (event.key === "Enter" && customer && target.tagName !== "A" && target.tagName !== "BUTTON") void navigate(`/customers/${customer.id}`);
    else return;
    event.preventDefault();
  }
  return { pointed, press };
}

/** Customers as a table with the columns that the reader chose. */
export function CustomerTable({ customers, columns, fields, sort, maySort, onSort, more }: Props) {
  const { t } = useLanguage();
  const { ids, add, remove } = useSelection();
  const nameOf = useColumnName(fields);
  const toggle = (customer: Customer) => (ids.has(customer.id) ? remove([customer.id]) : add([pickedFromCustomer(customer)]));
  const pickAll = () => add(customers.map(pickedFromCustomer));
  const { pointed, press } = useKeys(customers, toggle, pickAll);
  const picked = customers.filter(({ id }) => ids.has(id)).length;
  const areAll = picked === customers.length;
  return (
    <div className={`scroll ${classes.holder}`} tabIndex={0} onKeyDown={press} role="region" aria-label={t("customers.title")} data-testid="customer-table">
      <table className={classes.table}>
        <thead>
          <tr>
            <th className={classes.pick}>
              <Checkbox
                checked={areAll}
                indeterminate={picked > 0 && !areAll}
                onChange={() => (areAll ? remove(customers.map(({ id }) => id)) : pickAll())}
                aria-label={t("customers.pickall")}
                data-testid="customer-pick-all"
              />
            </th>
            {columns.map((column) => (
              <Heading key={column} column={column} label={nameOf(column)} sort={sort} maySort={maySort && isSortable(column)} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {customers.map((customer, index) => (
            <Row
              key={customer.id}
              customer={customer}
              columns={columns}
              fields={fields}
              isPointed={index === pointed}
              isPicked={ids.has(customer.id)}
              onPick={() => toggle(customer)}
            />
          ))}
        </tbody>
      </table>
      {more.has && <More more={more} />}
    </div>
  );
}
