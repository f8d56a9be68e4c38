import { Checkbox, Chip, Group, Input, MultiSelect, Select } from "@mantine/core";
import type { Choice } from "../../api/formTypes";
import { useLanguage } from "../../i18n/language";
import { matches } from "../../ui/fold";
import type { InputProps } from "../context";
import { handleOf } from "../paths";
import { useChoices } from "../useChoices";
import { asText, asTexts, useLabelled } from "./shared";

/** As many are shown side by side; more are chosen from a list. */
const SIDE_BY_SIDE = 5;

function useData(choices: readonly Choice[]) {
  const { say } = useLanguage();
  return choices.map(({ value, label }) => ({ value, label: say(label) }));
}

const byWords = ({ options, search }: { options: readonly unknown[]; search: string }) =>
  (options as { value: string; label: string }[]).filter(({ label }) => matches(label, search));

function Chips({ choices, ...props }: InputProps & { choices: readonly Choice[] }) {
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);
  const data = useData(choices);
  const { value, look, onChange, path } = props;
  const chosen = asText(value);
  return (
    <Input.Wrapper {...labelled} id={id} data-testid={testid} labelElement="div">
      <Group gap={6} pt={4} role="radiogroup" aria-label={labelled.label}>
        {data.map((each) => (
          <Chip
            key={each.value}
            type="radio"
            variant="outline"
            checked={chosen === each.value}
            disabled={look.calculated}
            onChange={() => onChange(each.value)}
            // A second press takes the choice back, as on the phone.
            onClick={() => chosen === each.value && !look.required && onChange(null)}
            data-testid={`option-${handleOf(path)}-${each.value}`}
          >
            {each.label}
          </Chip>
        ))}
      </Group>
    </Input.Wrapper>
  );
}

/** One of several. */
export function SelectField(props: InputProps) {
  const { t } = useLanguage();
  const choices = useChoices(props.field, props.path, props.value);
  const labelled = useLabelled(props);
  const data = useData(choices);
  if (choices.length > 0 && choices.length <= SIDE_BY_SIDE && !props.field.parent) return <Chips {...props} choices={choices} />;
  return (
    <Select
      {...labelled}
      data={data}
      value={asText(props.value) || null}
      onChange={props.onChange}
      readOnly={props.look.calculated}
      placeholder={t("fill.choose")}
      searchable={data.length > 8}
      openOnFocus={false}
      filter={byWords}
      nothingFoundMessage={t("fill.found.none")}
      clearable={!props.look.required}
    />
  );
}

/** Any of several. */
export function MultiField(props: InputProps) {
  const { t } = useLanguage();
  const choices = useChoices(props.field, props.path, props.value);
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);
  const data = useData(choices);
  const chosen = asTexts(props.value);
  if (data.length <= SIDE_BY_SIDE + 1) {
    return (
      <Checkbox.Group {...labelled} id={id} value={chosen} onChange={props.onChange} data-testid={testid}>
        <Group gap="sm" pt={6}>
          {data.map((each) => (
            <Checkbox key={each.value} value={each.value} label={each.label} data-testid={`option-${handleOf(props.path)}-${each.value}`} />
          ))}
        </Group>
      </Checkbox.Group>
    );
  }
  return (
    <MultiSelect
      {...labelled}
      id={id}
      data-testid={testid}
      data={data}
      value={chosen}
      onChange={props.onChange}
      placeholder={chosen.length === 0 ? t("fill.choose") : ""}
      searchable
      filter={byWords}
      nothingFoundMessage={t("fill.found.none")}
      hidePickedOptions
    />
  );
}

/** Yes or no; a field that must be answered starts with neither. */
export function BoolField(props: InputProps) {
  const { t } = useLanguage();
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);
  const { value, onChange, look } = props;
  const words = [
    { answer: true, label: t("fill.bool.yes") },
    { answer: false, label: t("fill.bool.no") },
  ];
  return (
    <Input.Wrapper {...labelled} id={id} data-testid={testid} labelElement="div">
      <Group gap={6} pt={4} role="radiogroup" aria-label={labelled.label}>
        {words.map(({ answer, label }) => (
          <Chip
            key={label}
            type="radio"
            variant="outline"
            checked={value === answer}
            disabled={look.calculated}
            onChange={() => onChange(answer)}
            onClick={() => value === answer && !look.required && onChange(null)}
            data-testid={`option-${handleOf(props.path)}-${answer ? "yes" : "no"}`}
          >
            {label}
          </Chip>
        ))}
      </Group>
    </Input.Wrapper>
  );
}
