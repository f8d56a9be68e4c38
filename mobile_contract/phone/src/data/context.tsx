/** What the screens read: live views of the store, each made once for the whole app. */
import {
  aliasMap, customerName, customersView, fixOf, isPending, notificationsView, SearchIndex, textAnswer,
  type Answer, type Device, type EmployeeData, type FeedKind, type FormDefinition, type GeographyUnits, type GpsFix, type MediaItem,
  type OutboxOp, type Row, type SyncState, type Viewed,
} from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from "react";

import { engine, store } from "../services";
import { historyOf, type HistoryItem } from "./history";

export interface CustomerItem {
  id: string;
  name: string;
  type: string;
  phone: string;
  /** House number, street and ward: what is read in a list. */
  address: string;
  /** With the province: what a map is asked for. */
  fullAddress: string;
  more: string[];
  gps: GpsFix | null;
  viewed: Viewed<"customer">;
}

export interface Customers { list: CustomerItem[]; byId: Map<string, CustomerItem>; index: SearchIndex<CustomerItem> }

export interface Data {
  device: Device;
  customers: Customers | null;
  forms: Map<string, FormDefinition>;
  employees: Map<string, EmployeeData>;
  /** Where a merged customer lives on; any other id is its own. */
  named: (customerId: string) => string;
  geography: Geography;
  ops: OutboxOp[];
  media: MediaItem[];
  history: HistoryItem[];
  notifications: Viewed<"notification">[];
}

export interface Geography {
  units: GeographyUnits | null;
  provinces: Map<string, string>;
  wards: Map<string, { name: string; province: string }>;
}

const DataContext = createContext<Data | null>(null);

export function useData(): Data {
  const data = useContext(DataContext);
  if (!data) throw new Error("useData outside of DataProvider");
  return data;
}

export function useSync(): SyncState {
  return useSyncExternalStore(engine.subscribe, engine.state);
}

export function useRows(kind: FeedKind): Row[] | undefined {
  return useLiveQuery(() => store.rows.where("k").equals(kind).toArray(), [kind]);
}

const NONE: never[] = [];

export function DataProvider({ device, children }: { device: Device; children: ReactNode }) {
  const ops = useLiveQuery(() => store.ops.toArray()) ?? (NONE);
  const media = useLiveQuery(() => store.media.toArray()) ?? (NONE);
  const formRows = useRows("form");
  const forms = useMemo(() => latestForms(formRows ?? []), [formRows]);
  const geography = useGeography();
  const aliases = useAliases();
  const named = useMemo(() => (id: string) => aliases.get(id) ?? id, [aliases]);
  const customers = useCustomers(ops, geography, aliases, forms);
  const employeeRows = useRows("employee");
  const employees = useMemo(() => new Map((employeeRows ?? []).map((row) => [row.id, row.d as EmployeeData])), [employeeRows]);
  const submissionRows = useRows("submission");
  const handled = useLiveQuery(() => store.read("handled"));
  const history = useMemo(
    () => historyOf({ ops, rows: submissionRows ?? [], media, forms, named, handled: new Set(handled) }),
    [ops, submissionRows, media, forms, named, handled],
  );
  const notificationRows = useRows("notification");
  const notifications = useMemo(() => notificationsView(notificationRows ?? [], ops), [notificationRows, ops]);
  const data = useMemo(
    () => ({ device, customers, forms, employees, named, geography, ops, media, history, notifications }),
    [device, customers, forms, employees, named, geography, ops, media, history, notifications],
  );
  return <DataContext value={data}>{children}</DataContext>;
}

function latestForms(rows: Row[]): Map<string, FormDefinition> {
  const forms = new Map<string, FormDefinition>();
  for (const row of rows) {
    const form = row.d as FormDefinition;
    if ((forms.get(form.key)?.version ?? 0) < form.version) forms.set(form.key, form);
  }
  return forms;
}

function useGeography(): Geography {
  const units = useLiveQuery(() => store.read("geography")) as GeographyUnits | undefined;
  return useMemo(() => ({
    units: units ?? null,
    provinces: new Map(units?.provinces.map(([code, name]) => [code, name])),
    wards: new Map(units?.wards.map(([code, province, name]) => [code, { name, province }])),
  }), [units]);
}

function useAliases(): Map<string, string> {
  const aliases = useLiveQuery(() => store.aliases.toArray());
  return useMemo(() => aliasMap(aliases ?? []), [aliases]);
}

function useCustomers(
  ops: OutboxOp[], geography: Geography, aliases: Map<string, string>, forms: Map<string, FormDefinition>,
): Customers | null {
  const rows = useRows("customer");
  // Only what is pending changes the list: a sync that settles operations does not rebuild ten thousand entries.
  const pending = useMemo(() => ops.filter((op) => op.t === "submit" && isPending(op)), [ops]);
  const fingerprint = pending.map((op) => `${op.key}:${op.n}`).join();
  const steady = useMemo(() => pending, [fingerprint]); // eslint-disable-line react-hooks/exhaustive-deps
  return useMemo(() => {
    if (!rows) return null;
    const list = customersView(rows, steady, { aliases, forms }).map((viewed) => customerItem(viewed, geography));
    list.sort((a, b) => collator.compare(a.name, b.name));
    return { list, byId: new Map(list.map((item) => [item.id, item])), index: new SearchIndex(list) };
  }, [rows, steady, geography, aliases, forms]);
}

const collator = new Intl.Collator("vi");

function customerItem(viewed: Viewed<"customer">, geography: Geography): CustomerItem {
  const { fields, code, type } = viewed.d;
  // A code of before July 2025 names another ward today: what it became stands beside the answers.
  const former = fields.address_system === "legacy";
  const unit = geography.wards.get(textAnswer((former ? viewed.d.address?.ward : fields.address_ward) as Answer | undefined));
  const ward = unit?.name;
  const province = geography.provinces.get(former ? unit?.province ?? "" : textAnswer(fields.address_province));
  const address = [textAnswer(fields.house_number), ward].filter(Boolean).join(", ");
  const fullAddress = [address, province].filter(Boolean).join(", ");
  const gps = fixOf(fields.gps);
  return {
    id: viewed.id, name: customerName(viewed.d), type, phone: textAnswer(fields.phone), address, fullAddress, gps,
    viewed, more: [code ?? "", fullAddress],
  };
}
