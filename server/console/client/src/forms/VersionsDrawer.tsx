import { Alert, Badge, Drawer, Group, Paper, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconInfinity } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Form } from "../api/formTypes";
import { useLanguage } from "../i18n/language";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { changesBetween } from "./changes";
import { PhonePreview } from "./PhonePreview";
import { ChangeList } from "./PublishDialog";
import type { FormDetail, FormVersion } from "./queries";

function useVersion(key: string, version: FormVersion | undefined) {
  return useQuery({
    queryKey: ["form-version", key, version?.version],
    queryFn: async ({ signal }) => (await call<{ definition: Form }>(`/forms/${key}/versions/${version?.version}`, { signal })).definition,
    enabled: version !== undefined,
    staleTime: Infinity,
  });
}

function Opened({ detail, version }: { detail: FormDetail; version: FormVersion }) {
  const before = detail.versions.find((each) => each.version === version.version - 1);
  const own = useVersion(detail.key, version);
  const former = useVersion(detail.key, before);
  return (
    <Read of={own}>
      {(form) => (
        <Stack gap="sm" p="xs">
          {(before === undefined || former.data) && <ChangeList changes={changesBetween(former.data ?? null, form)} isFirst={before === undefined} />}
          <PhonePreview form={form} />
        </Stack>
      )}
    </Read>
  );
}

/** Every version that was published, to be looked at. */
export function VersionsDrawer({ detail, opened, onClose }: { detail: FormDetail; opened: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState<number | null>(null);
  const versions = detail.versions.toSorted((a, b) => b.version - a.version);
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={460} title={t("forms.versions")} closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="xs">
        <Alert variant="light" color="teal" icon={<IconInfinity size={18} />} p="sm">
          {t("forms.versions.forever")}
        </Alert>
        {versions.map((version) => (
          <Paper key={version.version} withBorder data-testid="version" data-version={version.version}>
            <UnstyledButton w="100%" p="sm" onClick={() => setShown(shown === version.version ? null : version.version)} aria-expanded={shown === version.version}>
              <Group gap={8}>
                <Text size="sm" fw={600}>
                  {t("forms.version", { n: version.version })}
                </Text>
                {version.version === detail.current?.version && (
                  <Badge size="sm" variant="light" tt="none">
                    {t("forms.versions.current")}
                  </Badge>
                )}
              </Group>
              <Text size="xs" c="dimmed">
                {version.published_by ? t("forms.versions.by", { by: version.published_by.name, at: formatTime(version.published_at) }) : t("forms.versions.shipped")}
              </Text>
            </UnstyledButton>
            {shown === version.version && <Opened detail={detail} version={version} />}
          </Paper>
        ))}
      </Stack>
    </Drawer>
  );
}
