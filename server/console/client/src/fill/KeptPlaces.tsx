import { Radio, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { deliveredTo, isDeliveredTo, keptPlaces, type RepeatRow, textAnswer } from "@tuyen/sdk";
import { customerQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { answerText, isFormerAddress } from "../submissions/answers";
import { useLookup } from "../submissions/useLookup";
import { useFilling } from "./context";

const UNITS = ["ward", "district", "province"] as const;

/** Under the place of a delivery: the customer's kept addresses, each one press away. */
export function KeptPlaces() {
  const { t } = useLanguage();
  const { values, fillIn, preview } = useFilling();
  const customer = useQuery(customerQuery(!preview && typeof values.customer === "string" ? values.customer : null)).data;
  const places = keptPlaces((customer?.fields ?? {}) as never);
  const lookup = useLookup(undefined, places.some(isFormerAddress));
  const text = (place: RepeatRow) =>
    [textAnswer(place.house_number), ...UNITS.map((type) => answerText({ name: type, type, label: { vi: "", en: "" } }, place[`address_${type}`], lookup))].filter(Boolean).join(", ");
  if (places.length === 0) return null;
  return (
    <Radio.Group label={t("fill.keptPlaces")} value={places.find((place) => isDeliveredTo(place, values as never))?.id ?? ""} data-testid="kept-places">
      <Stack gap={6} mt={6}>
        {places.map((place) => (
          <Radio key={place.id} value={place.id} label={text(place)} onChange={() => fillIn(deliveredTo(place))} data-testid="kept-place" />
        ))}
      </Stack>
    </Radio.Group>
  );
}
