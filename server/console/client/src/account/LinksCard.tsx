import { useEffect } from "react";
import { Badge, Button, Stack } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { Card, Line } from "./Card";
import { linksQuery, useAccountAction } from "./queries";
import type { OfferedProvider } from "./types";

function LinkLine({ provider }: { provider: OfferedProvider }) {
  const { t } = useLanguage();
  const path = `/account/sso/${provider.id}`;
  const link = useAccountAction(() => call<{ url: string }>(path, { method: "POST" }));
  const unlink = useAccountAction(() => call<undefined>(path, { method: "DELETE" }));
  const refused = { onError: (error: unknown) => showProblem(error, t) };
  const state = provider.linked && (
    <Badge size="sm" variant="light" color="teal" tt="none">
      {t("links.linked")}
    </Badge>
  );
  const end = provider.linked ? (
    <Button size="compact-sm" variant="subtle" color="red" loading={unlink.isPending} onClick={() => unlink.mutate(undefined, refused)} data-testid="unlink">
      {t("links.unlink")}
    </Button>
  ) : (
    <Button size="compact-sm" variant="light" loading={link.isPending} onClick={() => link.mutate(undefined, { ...refused, onSuccess: ({ url }) => window.location.assign(url) })} data-testid="link">
      {t("links.link")}
    </Button>
  );
  return <Line icon={<IconLogin2 size={22} stroke={1.5} />} title={provider.name} hint={state} end={end} testid="link-line" />;
}

/** Says once that the way to another system ended well or badly. */
function useOutcome() {
  const { t } = useLanguage();
  const [query, setQuery] = useSearchParams();
  const isLinked = query.has("linked");
  useEffect(() => {
    if (!isLinked) return;
    showDone(t("links.done"));
    setQuery({}, { replace: true });
  }, [isLinked, setQuery, t]);
}

/** The other systems by which one may sign in; nothing where the organisation has none. */
export function LinksCard() {
  const { t } = useLanguage();
  useOutcome();
  const items = useQuery(linksQuery).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t("links.title")} testid="card-links">
      <Stack gap="md">
        {items.map((provider) => (
          <LinkLine key={provider.id} provider={provider} />
        ))}
      </Stack>
    </Card>
  );
}
