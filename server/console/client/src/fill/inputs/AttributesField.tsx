import { Input, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { FieldDefinition, Values } from "../../api/formTypes";
import { updateSetsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { type InputProps, useFilling } from "../context";
import { FieldList } from "../FieldList";
import { asText, useLabelled } from "./shared";

/** The attributes of the update set that the parent field names. */
function useAttributes(field: FieldDefinition, values: Values): { attributes: FieldDefinition[]; isChosen: boolean } {
  const { preview } = useFilling();
  const id = asText(values[field.parent ?? "update_set"]);
  const sets = useQuery({ ...updateSetsQuery, enabled: !preview }).data?.items;
  return { attributes: sets?.find((set) => set.id === id)?.attributes ?? [], isChosen: id !== "" };
}

/** One input for each attribute of the chosen update set. */
export function AttributesField(props: InputProps) {
  const { t } = useLanguage();
  const { scope } = useFilling();
  const { field, path } = props;
  const { attributes, isChosen } = useAttributes(field, scope(path));
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);
  return (
    <Input.Wrapper {...labelled} id={id} labelElement="div" data-testid={testid}>
      <Paper withBorder p="sm" mt={6}>
        {attributes.length > 0 ? (
          <FieldList fields={attributes} prefix={`${path}/`} />
        ) : (
          <Stack>
            <Text size="sm" c="dimmed">
              {t(isChosen ? "fill.attributes.none" : "fill.attributes.choose")}
            </Text>
          </Stack>
        )}
      </Paper>
    </Input.Wrapper>
  );
}
