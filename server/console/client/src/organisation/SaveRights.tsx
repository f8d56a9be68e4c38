import { Badge, Group, ScrollArea, Stack, Text } from "@mantine/core";
import { call } from "../api/client";
import { useSetup } from "../api/organisationQueries";
import type { RightVerb } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import type { Word, changesOf } from "./rights";

type Changed = ReturnType<typeof changesOf>;

const WORDS = { true: "rights.allowed", false: "rights.denied" } as const;

/** What a word means for a department or a title. */
function wordKey(word: Word, kind: "department" | "title") {
  if (word !== null) return WORDS[`${word}`];
  return kind === "title" ? "rights.as" : "rights.denied";
}

async function sendAll(changed: Changed): Promise<void> {
  // One subject after the other: a refusal stops here, and what was saved before stays.
  for (const { subject, changes } of changed) {
    const grants = Object.fromEntries(changes.map(({ verb, after }) => [verb, after]));
    await call<unknown>("/rights", { method: "PUT", body: { [`${subject.kind}_id`]: subject.id, grants } });
  }
}

interface Props {
  changed: Changed;
  verbs: readonly RightVerb[];
  onSaved: () => void;
  onClose: () => void;
}

/** Shows once more what will change, for whom, and saves it. */
export function SaveRights({ changed, verbs, onSaved, onClose }: Props) {
  const { t, language } = useLanguage();
  const labels = new Map(verbs.map((verb) => [verb.verb, verb[language]]));
  const save = useSetup(sendAll);
  function submit(): void {
    save.mutate(changed, {
      onSuccess: () => {
        showDone(t("rights.saved"));
        onSaved();
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={t("rights.summary")}
      onClose={onClose}
      action={t("rights.save")}
      onAct={submit}
      isActing={save.isPending}
      disabled={changed.length === 0}
      error={save.error}
      size="lg"
      testid="rights-summary"
    >
      <ScrollArea.Autosize mah="50dvh">
        <Stack gap="md">
          {changed.map(({ subject, changes }) => (
            <div key={subject.id}>
              <Text fw={600} size="sm" mb={4}>
                {subject.name}
              </Text>
              {changes.map(({ verb, before, after }) => (
                <Group key={verb} justify="space-between" gap="xs" py={2}>
                  <Text size="sm">{labels.get(verb)}</Text>
                  <Text size="sm" c="dimmed">
                    {t(wordKey(before, subject.kind))} →{" "}
                    <Badge variant="light" tt="none" color={after === true ? "green" : after === false ? "red" : "gray"}>
                      {t(wordKey(after, subject.kind))}
                    </Badge>
                  </Text>
                </Group>
              ))}
            </div>
          ))}
        </Stack>
      </ScrollArea.Autosize>
      <Text size="xs" c="dimmed">
        {t("rights.atonce")}
      </Text>
    </Dialog>
  );
}
