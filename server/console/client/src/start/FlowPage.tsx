import { Badge, Button, Group, Loader, Paper, Progress, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconBuildingStore, IconCheck, IconDiscount, IconPackage, IconReceipt, IconRoute, IconShoppingCart, IconUserCheck } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call } from "../api/client";
import { routesQuery } from "../api/queries";
import type { Page } from "../api/types";
import { useMayFill } from "../catalogue/NewByForm";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { FLOW, type Done, type FlowStep, lacking, nextStep } from "./flow";
import classes from "./StartPage.module.css";

const STEP: Record<FlowStep, { icon: typeof IconRoute; form: string; list: string }> = {
  customers: { icon: IconBuildingStore, form: "customer.shop", list: "/customers" },
  routes: { icon: IconRoute, form: "route.setup", list: "/routes" },
  assign: { icon: IconUserCheck, form: "route.assign", list: "/routes" },
  products: { icon: IconPackage, form: "product.profile", list: "/products" },
  prices: { icon: IconReceipt, form: "price.list", list: "/price-lists" },
  promotions: { icon: IconDiscount, form: "promotion.programme", list: "/promotions" },
  sales: { icon: IconShoppingCart, form: "sale.tele", list: "/orders" },
};
const ASKED = ["/customers", "/products", "/price-lists", "/promotions", "/orders"] as const;

/** Whether there is something of each kind; undefined until all of it is known. */
function useDone(): Done | undefined {
  const mayCatalogue = useRight("catalogue.read");
  const mayOrders = useRight("order.read");
  const may = [true, mayCatalogue, mayCatalogue, mayCatalogue, mayOrders];
  const routes = useQuery(routesQuery);
  const found = useQueries({
    queries: ASKED.map((path, place) => ({
      queryKey: ["flow", path],
      queryFn: ({ signal }: { signal: AbortSignal }) => call<Page<unknown>>(path, { query: { limit: 1 }, signal }),
      meta: { feed: true },
      enabled: may[place] ?? false,
    })),
  });
  if (routes.isPending || found.some(({ isLoading }) => isLoading)) return undefined;
  const [customers, products, prices, promotions, sales] = found.map(({ data }) => (data?.items.length ?? 0) > 0);
  const items = routes.data?.items ?? [];
  return {
    customers: customers ?? false,
    routes: items.length > 0,
    assign: items.some(({ assignee }) => assignee !== null),
    products: products ?? false,
    prices: prices ?? false,
    promotions: promotions ?? false,
    sales: sales ?? false,
  };
}

function Step({ step, number, done, isNext }: { step: FlowStep; number: number; done: Done; isNext: boolean }) {
  const { t } = useLanguage();
  const { icon: Icon, form, list } = STEP[step];
  const mayFill = useMayFill(form);
  const isDone = done[step];
  const missing = lacking(step, done);
  return (
    <Paper component="li" className={classes.step ?? ""} data-done={isDone || undefined} data-next={isNext || undefined} data-testid="flow-step" data-step={step}>
      <ThemeIcon size={40} radius="xl" variant={isDone ? "filled" : "light"} color={isDone ? "teal" : isNext ? "amber" : "gray"}>
        {isDone ? <IconCheck size={20} stroke={2.4} /> : <Icon size={20} stroke={1.6} />}
      </ThemeIcon>
      <div className={classes.words}>
        <Group gap={8}>
          <Text fw={600}>
            {number}. {t(`flow.${step}`)}
          </Text>
          {isDone && (
            <Badge variant="light" color="teal" tt="none">
              {t("start.done")}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {missing.length > 0 ? t("flow.needs", { steps: missing.map((each) => t(`flow.${each}`)).join(", ") }) : t(`flow.${step}.hint`)}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap" className={classes.go ?? ""}>
        {isDone && (
          <Button component={Link} to={list} size="sm" variant="subtle">
            {t("start.look")}
          </Button>
        )}
        {mayFill && missing.length === 0 && (
          <Button component={Link} to={`/fill/${form}`} size="sm" variant={isNext ? "filled" : "light"} data-testid={`flow-${step}`}>
            {t(isDone ? "flow.more" : "start.go")}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

/** The seven steps from customer profiles to sales, and which of them are done (TB-01). */
export default function FlowPage() {
  const { t } = useLanguage();
  const done = useDone();
  if (done === undefined) return <Loader m="xl" />;
  const count = FLOW.filter((step) => done[step]).length;
  const next = nextStep(done);
  return (
    <div className="page">
      <div className="scroll">
        <Stack p="md" gap="lg" maw={860} mx="auto" w="100%">
          <div>
            <Title order={1} fz="xl">
              {t("flow.title")}
            </Title>
            <Text c="dimmed">{t("flow.lead")}</Text>
            <Group mt="sm" gap="sm" wrap="nowrap">
              <Progress value={(count / FLOW.length) * 100} flex={1} color="teal" aria-label={t("start.progress", { done: count, total: FLOW.length })} />
              <Text size="sm" fw={600} data-testid="flow-progress">
                {t("start.progress", { done: count, total: FLOW.length })}
              </Text>
            </Group>
          </div>
          <ol className={classes.steps}>
            {FLOW.map((step, place) => (
              <Step key={step} step={step} number={place + 1} done={done} isNext={step === next} />
            ))}
          </ol>
        </Stack>
      </div>
    </div>
  );
}
