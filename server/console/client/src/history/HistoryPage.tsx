import { Group, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useSearchParams } from "react-router";
import { useLanguage } from "../i18n/language";
import { PersonSelect } from "../organisation/PersonSelect";
import { PageHead } from "../ui/PageHead";
import { addDays, startOfDay } from "../ui/format";
import { HistoryList } from "./HistoryList";
import { ACTIONS, KINDS, actionText, kindText } from "./words";

type Name = "employee" | "action" | "kind" | "from" | "to";

function useFilter() {
  const [parameters, setParameters] = useSearchParams();
  const value = (name: Name) => parameters.get(name);
  function change(part: Partial<Record<Name, string | null>>): void {
    setParameters(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [name, text] of Object.entries(part)) {
          if (text) next.set(name, text);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  }
  return { value, change };
}

function sorted(names: readonly string[], word: (name: string) => string) {
  return names.map((name) => ({ value: name, label: word(name) })).sort((one, other) => one.label.localeCompare(other.label, "vi"));
}

function Filters({ value, change }: ReturnType<typeof useFilter>) {
  const { t } = useLanguage();
  return (
    <Group gap={6}>
      <PersonSelect
        size="xs"
        w={{ base: 155, sm: 180 }}
        placeholder={t("history.who.all")}
        aria-label={t("history.who")}
        value={value("employee")}
        onChange={(employee) => change({ employee })}
        clearable
        data-testid="history-employee"
      />
      <Select
        size="xs"
        w={{ base: 155, sm: 190 }}
        placeholder={t("history.what.all")}
        aria-label={t("history.what")}
        data={sorted(ACTIONS, (action) => actionText(action, t))}
        value={value("action")}
        onChange={(action) => change({ action })}
        searchable
        clearable
        data-testid="history-action"
      />
      <Select
        size="xs"
        w={155}
        placeholder={t("history.record.all")}
        aria-label={t("history.record")}
        data={sorted(KINDS, (kind) => kindText(kind, t))}
        value={value("kind")}
        onChange={(kind) => change({ kind })}
        searchable
        clearable
        data-testid="history-kind"
      />
      <DatePickerInput
        type="range"
        size="xs"
        w={{ base: 155, sm: 210 }}
        valueFormat="DD/MM/YYYY"
        placeholder={t("filter.dates")}
        aria-label={t("filter.dates")}
        value={[value("from"), value("to")]}
        onChange={([from, to]) => change({ from, to })}
        allowSingleDateInRange
        clearable
        data-testid="history-dates"
      />
    </Group>
  );
}

/** The system's history: who did what to which record, and what stood there before. */
export default function HistoryPage() {
  const { t } = useLanguage();
  const filter = useFilter();
  const [from, to] = [filter.value("from"), filter.value("to")];
  const query = {
    employee_id: filter.value("employee"),
    action: filter.value("action"),
    kind: filter.value("kind"),
    since: from && startOfDay(from),
    until: to && startOfDay(addDays(to, 1)),
  };
  return (
    <div className="page">
      <PageHead title={t("history.title")}>
        <Filters {...filter} />
      </PageHead>
      <div className="scroll">
        <HistoryList query={query} />
      </div>
    </div>
  );
}
