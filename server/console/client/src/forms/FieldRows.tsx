import { useState } from "react";
import { Badge, Button, Group, Text, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { FieldDefinition } from "../api/formTypes";
import { useLanguage } from "../i18n/language";
import { SortableRows } from "../routes/SortableRows";
import { AddField } from "./AddField";
import { type Spot, moved, pointerOf, sameSpot } from "./edit";
import classes from "./builder.module.css";
import type { Builder } from "./FormBuilderPage";
import { TYPE_ICON } from "./types";

interface Props {
  builder: Builder;
  fields: readonly FieldDefinition[];
  /** The group that the fields are of; the top where it is empty. */
  group: Spot;
}

function FieldWords({ field, isChosen, hasFault, onChoose }: { field: FieldDefinition; isChosen: boolean; hasFault: boolean; onChoose: () => void }) {
  const { t, say } = useLanguage();
  const Icon = TYPE_ICON[field.type] ?? TYPE_ICON.text;
  return (
    <UnstyledButton onClick={onChoose} className={classes.field ?? ""} data-chosen={isChosen || undefined} title={field.name} data-testid="builder-field" data-field={field.name}>
      <Icon size={17} stroke={1.6} />
      <span className={classes.words}>
        <Text component="span" size="sm" fw={500} lineClamp={2}>
          {say(field.label) || field.name}
          {field.required && (
            <Text component="span" c="red" inherit>
              {" *"}
            </Text>
          )}
        </Text>
        <Text component="span" size="xs" c="dimmed" truncate display="block">
          {t(`forms.type.${field.type}`)}
        </Text>
      </span>
      {hasFault && (
        <Badge size="xs" color="red" variant="filled" circle aria-label={t("forms.faults", { n: 1 })}>
          !
        </Badge>
      )}
    </UnstyledButton>
  );
}

/** The fields of a form, or of a repeated group, in their order. */
export function FieldRows({ builder, fields, group }: Props) {
  const { t } = useLanguage();
  const [isAdding, setAdding] = useState(false);
  const { chosen, choose, editFields, removeField, faults, readOnly } = builder;
  const rows = fields.map((field, place) => ({ id: `${field.name}/${fields.findIndex(({ name }) => name === field.name) === place ? "" : place}`, field, spot: [...group, place] }));
  const isFaulty = (spot: Spot) => faults.some(({ pointer }) => `${pointer.replace(/^#/, "")}/`.startsWith(`${pointerOf(spot)}/`));
  return (
    <>
      <SortableRows
        rows={rows}
        readOnly={readOnly}
        onMove={(from, to) => {
          editFields(group, (now) => moved(now, from, to));
          choose([...group, to]);
        }}
        onRemove={({ spot }) => removeField(spot)}
        render={({ field, spot }) => (
          <FieldWords field={field} isChosen={sameSpot(chosen, spot) || (chosen !== null && sameSpot(chosen.slice(0, spot.length), spot))} hasFault={isFaulty(spot)} onChoose={() => choose(spot)} />
        )}
        testid="builder-row"
      />
      {!readOnly && (
        <Group mt={6}>
          <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)} data-testid={group.length === 0 ? "field-add" : "cell-add"}>
            {t("forms.add")}
          </Button>
        </Group>
      )}
      {isAdding && <AddField builder={builder} group={group} onClose={() => setAdding(false)} />}
    </>
  );
}
