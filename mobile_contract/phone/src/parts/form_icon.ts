import type { FormDefinition } from "@tuyen/sdk";

import { CUSTOMER_ICONS } from "./customer_icons";
import type { IconName } from "./icons";

/** What definitions call their icons, as this app draws them. */
const ICONS: Record<string, IconName> = {
  user: "user", home: "home", building: "building", "building-store": "shop", users: "people", "phone-call": "phone", "target-arrow": "target",
  bulb: "bulb", "clipboard-list": "task", "phone-plus": "phone", receipt: "money", package: "box", gift: "gift", discount: "percent",
  speakerphone: "speaker", "user-check": "user", route: "route", "route-2": "route", "shopping-cart": "cart", phone: "phone",
  "first-aid-kit": "aid", headset: "headset",
};

export function formIcon(form: Pick<FormDefinition, "key" | "icon" | "record"> | undefined): IconName {
  const own = ICONS[form?.icon ?? ""] ?? CUSTOMER_ICONS[form?.record?.type ?? ""];
  return own ?? (form?.key.includes("tele") ? "phone" : form?.key.startsWith("interaction.") ? "pin" : "form");
}
