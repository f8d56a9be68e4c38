import { Stack } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { PageHead } from "../ui/PageHead";
import { FactorsCard } from "./FactorsCard";
import { LinksCard } from "./LinksCard";
import { PasswordCard } from "./PasswordCard";
import { SessionsCard } from "./SessionsCard";

/** One's own account: what proves oneself, and where one is signed in. */
export default function AccountPage() {
  const { t } = useLanguage();
  return (
    <div className="page">
      <PageHead title={t("account.title")} />
      <div className="scroll">
        <Stack p="md" gap="md" maw={720}>
          <FactorsCard />
          <SessionsCard />
          <LinksCard />
          <PasswordCard />
        </Stack>
      </div>
    </div>
  );
}
