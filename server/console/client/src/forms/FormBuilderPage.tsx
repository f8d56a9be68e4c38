import { useState } from "react";
import { Alert, Badge, Button, Group, Menu, ActionIcon, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconArrowLeft, IconDots, IconEyeOff, IconHistory, IconSettings, IconTrash, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import type { FieldDefinition, FieldType, Form } from "../api/formTypes";
import { useSetup } from "../api/organisationQueries";
import type { Bilingual } from "../api/types";
import { useLanguage } from "../i18n/language";
import { ErrorNotice, showProblem } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import classes from "./builder.module.css";
import { changesBetween, isNothing } from "./changes";
import { type Spot, fieldAt, spotOf, withField, withFields, withNewField, withoutField } from "./edit";
import { FieldRows } from "./FieldRows";
import { FieldSettings } from "./FieldSettings";
import { FormSettings } from "./FormSettings";
import { PhonePreview } from "./PhonePreview";
import { PublishDialog } from "./PublishDialog";
import { type DefinitionFault, type FormDetail, dropDraft, formDetailQuery } from "./queries";
import { type Saving, useDraft } from "./useDraft";
import { isWithdrawn, useOffering } from "./useOffering";
import { VersionsDrawer } from "./VersionsDrawer";
import { Withdrawn } from "./Withdrawn";

/** What the parts of the builder can ask and do. */
export interface Builder {
  form: Form;
  faults: readonly DefinitionFault[];
  /** The field that is being edited; null for the form as a whole. */
  chosen: Spot | null;
  choose: (spot: Spot | null) => void;
  editForm: (part: Partial<Form>) => void;
  editField: (spot: Spot, part: Partial<FieldDefinition>) => void;
  editFields: (group: Spot, change: (fields: readonly FieldDefinition[]) => FieldDefinition[]) => void;
  addField: (group: Spot, type: FieldType, label: Bilingual) => void;
  removeField: (spot: Spot) => void;
  readOnly: boolean;
}

const SAVING_COLOUR: Record<Saving, string> = { clean: "gray", saving: "gray", saved: "teal", unsaved: "orange", refused: "red" };

function SavingBadge({ saving }: { saving: Saving }) {
  const { t } = useLanguage();
  return (
    <Badge variant="light" color={SAVING_COLOUR[saving]} tt="none" data-testid="draft-state" data-state={saving}>
      {t(saving === "refused" ? "forms.unsaved" : `forms.${saving}`)}
    </Badge>
  );
}

function Faults({ builder }: { builder: Builder }) {
  const { t, say } = useLanguage();
  const { faults, form, choose } = builder;
  if (faults.length === 0) return null;
  return (
    <Alert color="red" variant="light" p="xs" icon={<IconAlertTriangle size={18} />} title={t("forms.faults", { n: faults.length })} mb="xs" data-testid="faults">
      <Stack gap={4}>
        {faults.map((fault) => {
          const spot = spotOf(fault.pointer);
          const field = spot && fieldAt(form.fields, spot);
          return (
            <UnstyledButton key={`${fault.pointer}/${fault.code}`} onClick={() => choose(spot)} data-testid="fault" title={t("forms.faults.jump")}>
              <Text size="sm" td="underline">
                {field ? say(field.label) || field.name : t("forms.whole")}: {say(fault)}
              </Text>
            </UnstyledButton>
          );
        })}
      </Stack>
    </Alert>
  );
}

interface MoreProps {
  detail: FormDetail;
  onVersions: () => void;
  onDiscard: () => void;
  onReset: () => void;
}

function More({ detail, onVersions, onDiscard, onReset }: MoreProps) {
  const { t } = useLanguage();
  const offering = useOffering(detail, onReset);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="input-xs" aria-label={t("action.more")} data-testid="builder-more">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconHistory size={16} />} onClick={onVersions} data-testid="versions-open">
          {t("forms.versions")}
        </Menu.Item>
        {detail.draft && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDiscard} data-testid="draft-discard">
            {t("forms.discard")}
          </Menu.Item>
        )}
        {offering.canWithdraw && (
          <Menu.Item color="red" leftSection={<IconEyeOff size={16} />} onClick={offering.withdraw} data-testid="form-withdraw">
            {t("forms.withdraw")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Loaded({ detail, start, onReset }: { detail: FormDetail; start: Form; onReset: () => void }) {
  const { t, say } = useLanguage();
  const navigate = useNavigate();
  const { form, change, faults, saving, refusal, settled } = useDraft(detail, start);
  const [chosen, choose] = useState<Spot | null>(form.fields.length > 0 ? [0] : null);
  const [isPublishing, publishing] = useDisclosure(false);
  const [hasVersions, versions] = useDisclosure(false);
  const discard = useSetup(() => dropDraft(detail.key));
  const builder: Builder = {
    form,
    faults,
    chosen,
    choose,
    readOnly: false,
    editForm: (part) => change({ ...form, ...part }),
    editField: (spot, part) => change(withField(form, spot, part)),
    editFields: (group, alter) => change(withFields(form, group, alter)),
    addField: (group, type, label) => {
      const made = withNewField(form, group, type, label);
      change(made.form);
      choose(made.spot);
    },
    removeField: (spot) => {
      change(withoutField(form, spot));
      choose(spot.length > 1 ? spot.slice(0, -1) : null);
    },
  };
  const isChanged = !isNothing(changesBetween(detail.current, form));
  function drop(): void {
    if (!window.confirm(t("forms.discard.ask"))) return;
    discard.mutate(undefined, {
      onSuccess: () => (detail.current === null ? void navigate("/forms/builder") : onReset()),
      onError: (error) => showProblem(error, t),
    });
  }
  return (
    <div className="page">
      <PageHead
        title={say(form.title)}
        end={
          <Group gap="xs" wrap="nowrap">
            <More detail={detail} onVersions={versions.open} onDiscard={drop} onReset={onReset} />
            <Button size="xs" leftSection={<IconUpload size={16} />} disabled={!isChanged || faults.length > 0} onClick={publishing.open} data-testid="form-publish">
              {t("forms.publish")}
            </Button>
          </Group>
        }
      >
        <Button component={Link} to="/forms/builder" size="compact-xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} />}>
          {t("forms.title")}
        </Button>
        <Badge variant="outline" color="gray" tt="none" data-testid="builder-version">
          {detail.current ? t("forms.version", { n: detail.current.version }) : t(isWithdrawn(detail) ? "forms.withdrawn" : "forms.unpublished")}
        </Badge>
        <SavingBadge saving={isChanged || saving !== "saved" ? saving : "clean"} />
      </PageHead>
      {saving === "refused" && refusal && <ErrorNotice error={refusal} />}
      <div className={classes.page}>
        <div style={{ padding: 12 }}>
          <Faults builder={builder} />
          <UnstyledButton className={classes.field ?? ""} onClick={() => choose(null)} data-chosen={chosen === null || undefined} data-testid="form-general">
            <IconSettings size={17} stroke={1.6} />
            <Text component="span" size="sm" fw={500}>
              {t("forms.settings")}
            </Text>
          </UnstyledButton>
          <Text size="xs" fw={600} c="dimmed" mt="xs" mb={4}>
            {t("forms.fields")}
          </Text>
          <FieldRows builder={builder} fields={form.fields} group={[]} />
        </div>
        <div>{chosen === null ? <FormSettings builder={builder} /> : <FieldSettings key={chosen.join()} builder={builder} spot={chosen} />}</div>
        <div style={{ padding: 16 }}>
          <PhonePreview form={form} sight={chosen?.[0] === undefined ? undefined : form.fields[chosen[0]]?.name} />
        </div>
      </div>
      {isPublishing && <PublishDialog current={detail.current} draft={form} version={1 + Math.max(0, ...detail.versions.map((each) => each.version))} settle={settled} onClose={publishing.close} onPublished={onReset} />}
      <VersionsDrawer detail={detail} opened={hasVersions} onClose={versions.close} />
    </div>
  );
}

/** One form: its fields, what is said of each, and how a phone shows it. */
export default function FormBuilderPage() {
  const { formKey = "" } = useParams();
  const detail = useQuery(formDetailQuery(formKey));
  const [round, setRound] = useState(0);
  return (
    <Read of={detail}>
      {(found) => {
        if (!found.draft && isWithdrawn(found)) return <Withdrawn detail={found} onDone={() => void detail.refetch()} />;
        const start = found.draft?.definition ?? found.current;
        // Opened anew after publishing or discarding, once what is true now has been read.
        return start && <Loaded key={`${found.key}/${found.current?.version ?? 0}/${round}`} detail={found} start={start} onReset={() => void detail.refetch().then(() => setRound(round + 1))} />;
      }}
    </Read>
  );
}
