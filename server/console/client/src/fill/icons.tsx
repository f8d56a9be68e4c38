import { ThemeIcon } from "@mantine/core";
import {
  IconBuilding,
  IconBuildingStore,
  IconCertificate,
  IconClipboardText,
  IconDiscount,
  IconFirstAidKit,
  IconHeadset,
  IconHome,
  IconMessage,
  IconPackage,
  IconPhone,
  IconPhoneCall,
  IconReceipt,
  IconRoute,
  IconShoppingCart,
  IconTargetArrow,
  IconUser,
  IconUserCheck,
  IconUsersGroup,
} from "@tabler/icons-react";

const ICON: Record<string, typeof IconUser> = {
  building: IconBuilding,
  "building-store": IconBuildingStore,
  certificate: IconCertificate,
  discount: IconDiscount,
  "first-aid-kit": IconFirstAidKit,
  headset: IconHeadset,
  home: IconHome,
  message: IconMessage,
  package: IconPackage,
  phone: IconPhone,
  "phone-call": IconPhoneCall,
  receipt: IconReceipt,
  route: IconRoute,
  "shopping-cart": IconShoppingCart,
  "target-arrow": IconTargetArrow,
  user: IconUser,
  "user-check": IconUserCheck,
  "users-group": IconUsersGroup,
};

/** The sign of a form; a plain one for names that are not known here. */
export function FormIcon({ name }: { name: string | null | undefined }) {
  const Icon = ICON[name ?? ""] ?? IconClipboardText;
  return (
    <ThemeIcon variant="light" size={38} radius="md">
      <Icon size={21} stroke={1.6} />
    </ThemeIcon>
  );
}

export const ICON_NAMES = Object.keys(ICON);
