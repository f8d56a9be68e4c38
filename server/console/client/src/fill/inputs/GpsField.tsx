import { Suspense, lazy, useState } from "react";
import { Alert, Button, Group, Input, Skeleton, Text } from "@mantine/core";
import { IconCurrentLocation, IconDeviceFloppy, IconMapPin, IconX } from "@tabler/icons-react";
import { localTimestamp } from "@tuyen/sdk";
import type { Fix } from "../../api/formTypes";
import { useLanguage } from "../../i18n/language";
import { formatPlace } from "../../ui/format";
import { type InputProps, useFilling } from "../context";
import { handleOf } from "../paths";
import { useLabelled } from "./shared";

const GpsMap = lazy(() => import("./GpsMap"));

function measured({ coords, timestamp }: GeolocationPosition): Fix {
  const place = { lat: coords.latitude, lon: coords.longitude };
  return { ...place, accuracy_m: coords.accuracy, fixed_at: localTimestamp(new Date(timestamp)), provider: "browser", mock: false };
}

/** A position in two steps: picked on the map or read from this computer, then saved. */
export function GpsField(props: InputProps) {
  const { t } = useLanguage();
  const { readings, read, preview } = useFilling();
  const { path, value, onChange } = props;
  const [isOpen, setOpen] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const saved = (value ?? null) as Fix | null;
  const reading = readings[path] ?? null;
  const handle = handleOf(path);
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);

  function readHere(): void {
    setFailed(false);
    navigator.geolocation.getCurrentPosition(
      (position) => read(path, measured(position)),
      () => setFailed(true),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }
  function save(): void {
    onChange(reading);
    read(path, null);
    setOpen(false);
  }
  const shown = reading ?? saved;
  return (
    <Input.Wrapper {...labelled} id={id} labelElement="div" data-testid={testid}>
      <Group gap="xs" pt={4}>
        <Button variant="default" leftSection={<IconMapPin size={16} />} onClick={() => setOpen(!isOpen)} disabled={preview} data-testid={`gps-map-${handle}`}>
          {t("fill.gps.map")}
        </Button>
        <Button variant="default" leftSection={<IconCurrentLocation size={16} />} onClick={readHere} disabled={preview} data-testid={`gps-read-${handle}`}>
          {t("fill.gps.here")}
        </Button>
        {reading && (
          <Button leftSection={<IconDeviceFloppy size={16} />} onClick={save} data-testid={`gps-save-${handle}`}>
            {t("fill.gps.save")}
          </Button>
        )}
        {saved && !reading && (
          <Button variant="subtle" color="gray" leftSection={<IconX size={16} />} onClick={() => onChange(null)}>
            {t("fill.gps.drop")}
          </Button>
        )}
      </Group>
      {shown && (
        <Text size="sm" mt={6} c={reading ? "orange" : "teal"} data-testid={reading ? `gps-reading-${handle}` : `gps-saved-${handle}`}>
          {t(reading ? "fill.gps.read" : "fill.gps.saved", { place: `${formatPlace(shown.lat, shown.lon)} ± ${Math.round(shown.accuracy_m)} m` })}
        </Text>
      )}
      {hasFailed && (
        <Alert color="orange" variant="light" mt="xs" p="xs">
          {t("fill.gps.failed")}
        </Alert>
      )}
      {isOpen && (
        <>
          <Text size="xs" c="dimmed" mt={6}>
            {t("fill.gps.hint")}
          </Text>
          <Suspense fallback={<Skeleton height={320} />}>
            <GpsMap fix={shown} onPick={(fix) => read(path, fix)} />
          </Suspense>
        </>
      )}
    </Input.Wrapper>
  );
}
