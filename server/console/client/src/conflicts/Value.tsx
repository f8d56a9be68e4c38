import { Anchor, Text } from "@mantine/core";
import type { Conflict, GpsFix } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Thumbnails } from "../submissions/Thumbnails";
import { mapLink } from "./places";
import { useConflictField } from "./useConflictField";
import classes from "./ConflictCard.module.css";

/** One value of a conflict's field, as people read it: pictures as pictures, a place as a link to the map. */
export function Value({ conflict, value }: { conflict: Conflict; value: unknown }) {
  const { t } = useLanguage();
  const { field, write } = useConflictField(conflict);
  if (field.type === "media" && Array.isArray(value) && value.length > 0) {
    return <Thumbnails ids={value as string[]} size={56} most={8} />;
  }
  const text = write(value) || t("value.none");
  return (
    <Text fw={600} className={classes.value}>
      {field.type === "gps" && value ? (
        <Anchor href={mapLink(value as GpsFix)} target="_blank" rel="noreferrer noopener" fw={600}>
          {text}
        </Anchor>
      ) : (
        text
      )}
    </Text>
  );
}
