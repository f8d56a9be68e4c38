import { useMemo, useState } from "react";
import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { call } from "../api/client";
import { routeQuery } from "../api/queries";
import type { RouteDetail } from "../api/types";
import { useAction } from "../api/useAction";
import { lengthKm } from "../customers/selection";
import { useLanguage } from "../i18n/language";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { useRight } from "../shell/session";
import { LoadingRows } from "../ui/Blank";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import { formatNumber } from "../ui/format";
import { AssignRoute } from "./AssignRoute";
import { Assignments } from "./Assignments";
import { type Draft, type RoutePatch, draftOf, patchOf } from "./draft";
import { RouteFacts } from "./RouteFacts";
import { RouteLayer } from "./RouteLayer";
import { RouteStatus } from "./RouteStatus";
import { StopsEditor } from "./StopsEditor";
import classes from "./RoutePage.module.css";

function SaveBar({ route, draft, onSaved }: { route: RouteDetail; draft: Draft; onSaved: () => void }) {
  const { t } = useLanguage();
  const save = useAction((patch: RoutePatch) => call<RouteDetail>(`/routes/${route.id}`, { method: "PATCH", body: patch }));
  const isNamed = draft.name.trim() !== "";
  function submit(): void {
    save.mutate(patchOf(route, draft), {
      onSuccess: () => {
        showDone(t("routes.saved"));
        onSaved();
      },
    });
  }
  return (
    <Alert color="amber" variant="light" p="xs" className={classes.save}>
      {save.error && <ErrorNotice error={save.error} />}
      <Group justify="space-between" gap="xs">
        <Text size="sm">{isNamed ? t("routes.unsaved") : t("routes.name.required")}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onSaved}>
            {t("routes.discard")}
          </Button>
          <Button size="xs" loading={save.isPending} disabled={!isNamed} onClick={submit} data-testid="route-save">
            {t("action.save")}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}

function Heading({ route, onAssign }: { route: RouteDetail; onAssign: () => void }) {
  const { t } = useLanguage();
  const mayAssign = useRight("route.assign");
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Button component={Link} to="/routes" size="compact-xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} />} ml={-8}>
          {t("routes.title")}
        </Button>
        <Title order={1} fz="lg">
          {route.name}
        </Title>
        <Group gap={6} mt={2}>
          <RouteStatus status={route.status} />
          <Text size="xs" c="dimmed">
            {route.assignee?.name ?? t("routes.assignee.none")}
          </Text>
        </Group>
      </div>
      {mayAssign && (
        <Button leftSection={<IconUserPlus size={18} />} onClick={onAssign} data-testid="route-assign" style={{ flexShrink: 0 }}>
          {t("routes.assign")}
        </Button>
      )}
    </Group>
  );
}

function LoadedRoute({ route }: { route: RouteDetail }) {
  const { t } = useLanguage();
  const mayEdit = useRight("route.write");
  const [edited, setEdited] = useState<Draft | null>(null);
  const [isAssigning, assigning] = useDisclosure(false);
  const saved = useMemo(() => draftOf(route), [route]);
  const draft = edited ?? saved;
  const isChanged = edited !== null && Object.keys(patchOf(route, edited)).length > 0;
  return (
    <div className={`page ${classes.page}`}>
      <div className={classes.side}>
        <Stack gap="md" p="md" className="scroll">
          <Heading route={route} onAssign={assigning.open} />
          <RouteFacts draft={draft} onChange={setEdited} readOnly={!mayEdit} />
          <StopsEditor draft={draft} onChange={setEdited} readOnly={!mayEdit} />
          <Text size="xs" c="dimmed">
            {t("routes.length", { n: formatNumber(lengthKm(draft.stops), 1, t) })}
          </Text>
          <Assignments assignments={route.assignments} />
        </Stack>
        {isChanged && <SaveBar route={route} draft={draft} onSaved={() => setEdited(null)} />}
      </div>
      <div className={classes.map}>
        <MapFrame>
          <RouteLayer stops={draft.stops} />
          <MapView spots={draft.stops} fitWhen={route.id} />
        </MapFrame>
      </div>
      <AssignRoute route={route} opened={isAssigning} onClose={assigning.close} />
    </div>
  );
}

/** One route: its stops on the map and in order, and who walks it. */
export default function RoutePage() {
  const { routeId } = useParams();
  const { data, error, refetch } = useQuery(routeQuery(routeId ?? null));
  if (data) return <LoadedRoute key={data.id} route={data} />;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <LoadingRows />;
}
