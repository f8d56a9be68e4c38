/** Under the place of a delivery: the customer's kept addresses, each one tap away. */
import { deliveredTo, isDeliveredTo, keptPlaces, OTHER_ADDRESSES, partsOf, rowsOf, textAnswer, type Answers, type Field, type RepeatRow } from "@tuyen/sdk";

import { useData } from "../data/context";
import { usePlaceName } from "../data/places";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";

const part = (type: "ward" | "province"): Field => ({ name: `address_${type}`, type, label: { vi: "", en: "" } });

function usePlaceText(): (place: RepeatRow) => string {
  const nameOf = usePlaceName();
  return (place) => {
    const [ward, province] = [textAnswer(place.address_ward), textAnswer(place.address_province)];
    return [textAnswer(place.house_number), ward && nameOf(part("ward"), ward, partsOf(place)), province && nameOf(part("province"), province, partsOf(place))].filter(Boolean).join(", ");
  };
}

export function KeptPlaces({ values, onPick }: { values: Answers; onPick: (answers: Answers) => void }) {
  const { t } = useSpeech();
  const { customers, named } = useData();
  const text = usePlaceText();
  const customer = typeof values.customer === "string" ? customers?.byId.get(named(values.customer)) : undefined;
  const places = customer ? keptPlaces(customer.viewed.d.fields) : [];
  if (places.length === 0) return null;
  return (
    <div className="field" role="group" aria-label={t("place.kept")} data-testid="kept-places">
      <p className="hint">{t("place.kept")}</p>
      <div className="choices">
        {places.map((place) => (
          <label key={place.id} data-testid="kept-place">
            <input type="radio" name="kept-place" checked={isDeliveredTo(place, values)} onChange={() => onPick(deliveredTo(place))} />
            <Icon name="pin" size={16} />{text(place)}
          </label>
        ))}
      </div>
    </div>
  );
}

/** The same on the customer's page. */
export function PlacesOfCustomer({ fields }: { fields: Answers }) {
  const { t, day } = useSpeech();
  const text = usePlaceText();
  if (rowsOf(fields[OTHER_ADDRESSES]).length === 0) return null;
  return (
    <section className="section" data-testid="other-addresses">
      <h2>{t("place.others")}</h2>
      <dl className="card facts">
        {keptPlaces(fields).map((place) => (
          <div key={place.id}><dt>{t("place.delivery")}{textAnswer(place.since) && ` · ${t("place.since", { day: day(textAnswer(place.since)) })}`}</dt><dd>{text(place)}</dd></div>
        ))}
      </dl>
    </section>
  );
}
