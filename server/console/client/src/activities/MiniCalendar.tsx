import { useState } from "react";
import { Button, Indicator, Stack } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { dayOf } from "../ui/format";
import { type DayMarks, shownDays, toneOf } from "./calendar";

const COLOUR = { late: "red.7", open: "amber.6", done: "teal.5" } as const;

const calendarQuery = (month: string, employeeId: string | null) => {
  const { from, to } = shownDays(month);
  return queryOptions({
    queryKey: ["task-calendar", from, to, employeeId],
    queryFn: ({ signal }) => call<{ days: DayMarks[] }>("/tasks/calendar", { query: { from, to, employee_id: employeeId }, signal }),
    meta: { feed: true },
  });
};

interface Props {
  day: string | null;
  onDay: (day: string | null) => void;
  employeeId: string | null;
}

/** The month with a mark on each day that has tasks (TM-07); a day that is clicked narrows the list. */
export function MiniCalendar({ day, onDay, employeeId }: Props) {
  const { t } = useLanguage();
  const [month, setMonth] = useState(() => dayOf(new Date()));
  const marks = new Map(useQuery(calendarQuery(month, employeeId)).data?.days.map((each) => [each.day, each]));
  const [back, on] = [t("tasks.calendar.back"), t("tasks.calendar.on")];
  const words = { previousMonth: back, nextMonth: on, previousYear: back, nextYear: on, previousDecade: back, nextDecade: on };
  const render = (date: string) => {
    const mark = marks.get(date);
    const number = Number(date.slice(-2));
    if (mark === undefined) return <div>{number}</div>;
    return (
      <Indicator size={7} color={COLOUR[toneOf(mark)]} offset={-3}>
        <div title={t("tasks.day.marks", { n: mark.total, left: mark.unfinished })} data-testid="day-mark" data-day={date} data-tone={toneOf(mark)}>
          {number}
        </div>
      </Indicator>
    );
  };
  return (
    <Stack gap={6} align="center" data-testid="mini-calendar">
      <DatePicker value={day} onChange={onDay} allowDeselect date={month} onDateChange={setMonth} renderDay={render} aria-label={t("tasks.calendar")} ariaLabels={words} size="sm" />
      <Button size="compact-sm" variant="subtle" disabled={day === null} onClick={() => onDay(null)}>
        {t("tasks.day.all")}
      </Button>
    </Stack>
  );
}
