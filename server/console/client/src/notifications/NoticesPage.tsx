import { Box } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { noticesQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { NoticeList } from "./NoticeList";

export default function NoticesPage() {
  const { t } = useLanguage();
  const { data, error, isPending, refetch } = useQuery(noticesQuery);
  return (
    <div className="page">
      <PageHead title={t("notices.title")} />
      <div className="scroll">
        {error && !data ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <LoadingRows />
        ) : data.items.length === 0 ? (
          <Blank title={t("notices.empty")} hint={t("notices.empty.hint")} icon={<IconBell size={24} stroke={1.5} />} />
        ) : (
          <Box className="panel" m="md" maw={760}>
            <NoticeList notices={data.items} />
          </Box>
        )}
      </div>
    </div>
  );
}
