import { Button, Paper } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { useLanguage } from "../i18n/language";
import { PageHead } from "../ui/PageHead";
import { FormRunner } from "./FormRunner";
import { fillFormsQuery } from "./queries";

/** One form on a page of its own: `/fill/<key>?customer=<id>` or `?kind=<kind>&record=<id>` for an edit. */
export default function FillPage() {
  const { t, say } = useLanguage();
  const { formKey = "" } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const form = useQuery(fillFormsQuery).data?.items.find(({ key }) => key === formKey);
  const [kind, id, customerId] = [search.get("kind"), search.get("record"), search.get("customer")];
  const { key } = useLocation();
  // The first page of a window has no page before it.
  const back = () => (key === "default" ? void navigate("/fill") : void navigate(-1));
  return (
    <div className="page">
      <PageHead
        title={say(form?.title) || t("fill.title")}
        end={
          <Button size="xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={15} />} onClick={back}>
            {t("action.back")}
          </Button>
        }
      />
      <div className="scroll">
        <Paper className="panel" p="md" maw={760} mx="auto" my="md">
          <FormRunner formKey={formKey} {...(kind && id ? { record: { kind, id } } : {})} {...(customerId ? { customerId } : {})} onDone={back} />
        </Paper>
      </div>
    </div>
  );
}
