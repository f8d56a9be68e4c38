import { useState } from "react";
import { Button, Group, Menu, SegmentedControl, Text } from "@mantine/core";
import { IconPlus, IconTargetArrow } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { employeesQuery } from "../api/queries";
import { pagesQuery } from "../api/recordQueries";
import type { Opportunity } from "../api/recordTypes";
import { useMayFill } from "../catalogue/NewByForm";
import { formatMoney, useChoiceWords } from "../catalogue/words";
import { useLanguage } from "../i18n/language";
import { CustomerName } from "../ui/CustomerName";
import { Filter } from "../ui/Filter";
import { type Column, ListFrame } from "../ui/ListFrame";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { Board } from "./Board";
import { processesQuery } from "./queries";
import { StepMark } from "./StepMark";

function useColumns(): Column<Opportunity>[] {
  const { t } = useLanguage();
  const words = useChoiceWords();
  return [
    {
      key: "customer",
      label: t("opportunities.customer"),
      cell: ({ customer, code }) => (
        <>
          <CustomerName customer={customer} />
          <Text size="xs" c="dimmed">
            {code}
          </Text>
        </>
      ),
    },
    { key: "step", label: t("opportunities.step"), cell: ({ step }) => <StepMark step={step} /> },
    { key: "value", label: t("opportunities.value"), end: true, cell: ({ expected_value }) => formatMoney(expected_value, t) },
    { key: "potential", label: t("opportunities.potential"), wide: true, cell: ({ potential }) => words("potential_ratings", potential) },
    { key: "window", label: t("opportunities.window"), wide: true, cell: ({ contact_from, contact_to }) => [contact_from, contact_to].filter(Boolean).join(" – ") },
    { key: "owner", label: t("opportunities.owner"), wide: true, cell: ({ owner }) => owner.name },
    { key: "time", label: t("opportunities.time"), wide: true, cell: ({ captured_at }) => formatTime(captured_at) },
  ];
}

function NewOpportunity() {
  const { t } = useLanguage();
  const mayTele = useMayFill("opportunity.tele");
  const mayMeet = useMayFill("opportunity.f2f");
  if (!mayTele && !mayMeet) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" leftSection={<IconPlus size={16} />} data-testid="opportunity-new">
          {t("opportunities.new")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {mayTele && (
          <Menu.Item component={Link} to="/fill/opportunity.tele">
            {t("orders.channel.tele")}
          </Menu.Item>
        )}
        {mayMeet && (
          <Menu.Item component={Link} to="/fill/opportunity.f2f">
            {t("orders.channel.f2f")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The opportunities of oneself and of the people below, as a list or by their steps. */
export default function OpportunitiesPage() {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const isBoard = search.get("view") === "board";
  const [stepId, setStepId] = useState<string | null>(null);
  const [employee, setEmployee] = useState<string | null>(null);
  const people = useQuery(employeesQuery).data?.items ?? [];
  const processes = useQuery(processesQuery);
  const steps = (processes.data?.items ?? []).flatMap((process) => process.steps.map(({ id, name }) => ({ value: id, label: name })));
  const pages = useInfiniteQuery({ ...pagesQuery<Opportunity>("/opportunities", { step_id: stepId, employee_id: employee }), enabled: !isBoard });
  const columns = useColumns();
  return (
    <div className="page">
      <PageHead title={t("opportunities.title")} end={<NewOpportunity />}>
        <Group gap={6}>
          <SegmentedControl
            size="xs"
            data={[
              { value: "list", label: t("opportunities.list") },
              { value: "board", label: t("opportunities.board") },
            ]}
            value={isBoard ? "board" : "list"}
            onChange={(view) => setSearch(view === "board" ? { view } : {}, { replace: true })}
            data-testid="opportunity-view"
          />
          {!isBoard && <Filter label={t("opportunities.step")} all={t("opportunities.step.all")} data={steps} value={stepId} onChange={setStepId} testid="opportunity-step" />}
          <Filter label={t("filter.rep")} all={t("filter.rep.all")} data={people.map(({ id, name }) => ({ value: id, label: name }))} value={employee} onChange={setEmployee} testid="opportunity-employee" searchable />
        </Group>
      </PageHead>
      <div className="scroll">
        {isBoard ? (
          <Read of={processes}>{({ items }) => <Board processes={items} employeeId={employee} />}</Read>
        ) : (
          <ListFrame
            of={pages}
            columns={columns}
            to={({ id }) => `/opportunities/${id}`}
            empty={{ title: t("opportunities.empty"), hint: t("opportunities.empty.hint"), icon: <IconTargetArrow size={24} stroke={1.5} /> }}
            testid="opportunity-row"
          />
        )}
      </div>
    </div>
  );
}
