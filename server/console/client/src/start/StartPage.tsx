import { Badge, Button, Group, Paper, Progress, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import {
  IconArrowRight,
  IconBuilding,
  IconBuildingCommunity,
  IconCheck,
  IconDeviceMobile,
  IconMailForward,
  IconMapPinCheck,
  IconRoute,
  IconUserPlus,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { organisationQuery } from "../api/organisationQueries";
import type { Organisation, StepKey } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { Read } from "../ui/Read";
import classes from "./StartPage.module.css";

const STEP: Record<StepKey, { icon: typeof IconCheck; to: string }> = {
  branch: { icon: IconBuilding, to: "/organisation" },
  department: { icon: IconBuildingCommunity, to: "/departments" },
  employee: { icon: IconUserPlus, to: "/employees" },
  invite: { icon: IconMailForward, to: "/employees" },
  phone: { icon: IconDeviceMobile, to: "/devices" },
  customer: { icon: IconUsers, to: "/customers" },
  route: { icon: IconRoute, to: "/routes" },
  visit: { icon: IconMapPinCheck, to: "/?range=week" },
};

function Step({ step, done, isNext }: { step: StepKey; done: boolean; isNext: boolean }) {
  const { t } = useLanguage();
  const { icon: Icon, to } = STEP[step];
  return (
    <Paper component="li" className={classes.step ?? ""} data-done={done || undefined} data-next={isNext || undefined} data-testid="step" data-step={step}>
      <ThemeIcon size={40} radius="xl" variant={done ? "filled" : "light"} color={done ? "teal" : isNext ? "amber" : "gray"}>
        {done ? <IconCheck size={20} stroke={2.4} /> : <Icon size={20} stroke={1.6} />}
      </ThemeIcon>
      <div className={classes.words}>
        <Group gap={8}>
          <Text fw={600}>{t(`start.${step}`)}</Text>
          {done && (
            <Badge variant="light" color="teal" tt="none">
              {t("start.done")}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {t(`start.${step}.hint`)}
        </Text>
      </div>
      <Button component={Link} to={to} size="sm" variant={isNext ? "filled" : "subtle"} rightSection={<IconArrowRight size={15} />} className={classes.go ?? ""}>
        {t(done ? "start.look" : "start.go")}
      </Button>
    </Paper>
  );
}

function Checklist({ organisation }: { organisation: Organisation }) {
  const { t } = useLanguage();
  const { steps } = organisation;
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done)?.key;
  return (
    <Stack p="md" gap="lg" maw={820} mx="auto" w="100%">
      <div>
        <Title order={1} fz="xl">
          {t(next ? "start.title" : "start.finished", { name: organisation.name })}
        </Title>
        <Text c="dimmed">{t("start.lead")}</Text>
        <Group mt="sm" gap="sm" wrap="nowrap">
          <Progress value={(done / Math.max(steps.length, 1)) * 100} flex={1} color="teal" aria-label={t("start.progress", { done, total: steps.length })} />
          <Text size="sm" fw={600} data-testid="start-progress">
            {t("start.progress", { done, total: steps.length })}
          </Text>
        </Group>
      </div>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <Step key={step.key} step={step.key} done={step.done} isNext={step.key === next} />
        ))}
      </ol>
      {next && (
        <Text size="sm" c="dimmed">
          {t("start.skip")}
        </Text>
      )}
    </Stack>
  );
}

/** The first steps of an organisation, up to the first visit that came from a phone. */
export default function StartPage() {
  const organisation = useQuery({ ...organisationQuery, refetchInterval: 10_000 });
  return (
    <div className="page">
      <div className="scroll">
        <Read of={organisation}>{(loaded) => <Checklist organisation={loaded} />}</Read>
      </div>
    </div>
  );
}
