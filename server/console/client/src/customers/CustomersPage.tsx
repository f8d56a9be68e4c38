import { useMemo, useState } from "react";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { customerPagesQuery, formsQuery } from "../api/queries";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useLanguage } from "../i18n/language";
import { CustomerMap } from "./CustomerMap";
import { type CustomerFilter, type ViewKind, queryOf, readFilter, writeFilter } from "./filter";
import { CustomerTable } from "./list/CustomerTable";
import { ListHead } from "./list/ListHead";
import { SelectionBar } from "./list/SelectionBar";
import { canTakeAll } from "./list/bulk";
import { FIELD_COLUMN, fieldsOfCustomers, shownColumns } from "./list/columns";
import { columnsQuery } from "./list/queries";
import { useSelection } from "./selectionContext";

const PAGE = 100;

function useFilterInAddress(): [CustomerFilter, ViewKind, (filter: CustomerFilter, view?: ViewKind) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filter = useMemo(() => readFilter(parameters), [parameters]);
  const view: ViewKind = parameters.get("view") === "map" ? "map" : "table";
  function change(next: CustomerFilter, nextView: ViewKind = view): void {
    setParameters({ ...writeFilter(next), ...(nextView === "map" ? { view: "map" } : {}) }, { replace: true });
  }
  return [filter, view, change];
}

/** Fields that the customers' forms ask for, by name, in their order. */
function useFields() {
  const forms = useQuery(formsQuery).data?.items;
  return useMemo(() => new Map(fieldsOfCustomers(forms ?? []).map((field) => [field.name, field])), [forms]);
}

/** Customers as a table or on the map; what is ticked stays selected over searching and paging. */
export default function CustomersPage() {
  const { t } = useLanguage();
  const { ids } = useSelection();
  const [filter, view, setFilter] = useFilterInAddress();
  const [asked] = useDebouncedValue(filter, 250);
  const [isFiltering, setFiltering] = useState(false);
  const fields = useFields();
  const columns = shownColumns(useQuery(columnsQuery).data?.columns, [...fields.values()]);
  const wanted = columns.filter((column) => column.startsWith(FIELD_COLUMN)).map((column) => column.slice(FIELD_COLUMN.length));
  const query = queryOf(asked);
  // The e-mail has no place of its own in the list: it comes as a field of the record.
  const paged = { ...query, limit: PAGE, columns: [...wanted, "email"].join(",") };
  const answer = useInfiniteQuery(asked.list === "recent" ? customerPagesQuery({ limit: PAGE }, "/customers/recent") : customerPagesQuery(paged));
  const customers = useMemo(() => answer.data?.pages.flatMap((page) => page.items) ?? [], [answer.data]);
  const first = answer.data?.pages[0];
  const areAllPicked = customers.length > 0 && customers.every(({ id }) => ids.has(id));
  return (
    <div className="page">
      <ListHead
        filter={filter}
        view={view}
        onChange={setFilter}
        page={first}
        query={query}
        columns={columns}
        fields={fields}
        isFiltering={isFiltering}
        onFiltering={setFiltering}
      />
      {view === "map" ? (
        <CustomerMap answer={answer} customers={customers} filter={asked} />
      ) : answer.isPending ? (
        <LoadingRows rows={10} height={40} />
      ) : answer.isError && !answer.data ? (
        <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />
      ) : customers.length === 0 ? (
        <div className="scroll">
          <Blank title={t("customers.empty")} hint={t(filter.list === "archived" ? "customers.empty.archived" : "customers.empty.hint")} />
        </div>
      ) : (
        <CustomerTable
          customers={customers}
          columns={columns}
          fields={fields}
          sort={filter.sort}
          maySort={filter.list !== "recent" && filter.q.trim() === ""}
          onSort={(sort) => setFilter({ ...filter, sort })}
          more={{ has: answer.hasNextPage, isFetching: answer.isFetchingNextPage, fetch: () => void answer.fetchNextPage() }}
        />
      )}
      {view === "table" && <SelectionBar filter={asked} total={first?.total_is_least ? null : (first?.total ?? null)} offersAll={areAllPicked && canTakeAll(asked)} />}
    </div>
  );
}
