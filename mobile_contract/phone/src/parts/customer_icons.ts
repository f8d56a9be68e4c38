import type { IconName } from "./icons";

export const CUSTOMER_ICONS: Record<string, IconName> = { person: "user", organisation: "building", shop: "shop", household: "home" };
