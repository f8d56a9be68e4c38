import { Anchor, Badge, Button, Table, Text } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { routesQuery } from "../api/queries";
import type { RouteSummary } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { formatTime } from "../ui/format";
import { RouteStatus } from "./RouteStatus";
import classes from "./RoutesPage.module.css";

function Row({ route }: { route: RouteSummary }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const to = `/routes/${route.id}`;
  return (
    <Table.Tr className={classes.row} onClick={() => void navigate(to)} data-testid="route-row" data-route={route.id}>
      <Table.Td>
        <Anchor component={Link} to={to} fw={600} size="sm" c="inherit" onClick={(event) => event.stopPropagation()}>
          {route.name}
        </Anchor>
        {route.description && (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {route.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RouteStatus status={route.status} />
      </Table.Td>
      <Table.Td>{t("routes.stops.count", { n: route.stop_count })}</Table.Td>
      <Table.Td>
        {route.assignee ? (
          route.assignee.name
        ) : (
          <Badge variant="light" color="gray" tt="none">
            {t("routes.assignee.none")}
          </Badge>
        )}
      </Table.Td>
      <Table.Td className={classes.wide}>{formatTime(route.updated_at)}</Table.Td>
    </Table.Tr>
  );
}

function RouteTable({ routes }: { routes: RouteSummary[] }) {
  const { t } = useLanguage();
  return (
    <Table fz="sm" verticalSpacing="xs" stickyHeader className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("routes.name")}</Table.Th>
          <Table.Th>{t("routes.status")}</Table.Th>
          <Table.Th>{t("routes.stops")}</Table.Th>
          <Table.Th>{t("routes.assignee")}</Table.Th>
          <Table.Th className={classes.wide}>{t("routes.updated")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {routes.map((route) => (
          <Row key={route.id} route={route} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** All routes of the organisation that the person may see. */
export default function RoutesPage() {
  const { t } = useLanguage();
  const { data, error, isPending, refetch } = useQuery(routesQuery);
  const toCustomers = (
    <Button component={Link} to="/customers" size="xs" variant="light" leftSection={<IconRoute size={18} />}>
      {t("routes.gotocustomers")}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t("routes.title")} end={toCustomers} />
      <div className="scroll">
        {error && !data ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <LoadingRows />
        ) : data.items.length === 0 ? (
          <Blank title={t("routes.empty")} hint={t("routes.empty.hint")} icon={<IconRoute size={24} stroke={1.5} />} />
        ) : (
          <RouteTable routes={data.items} />
        )}
      </div>
    </div>
  );
}
