import { Suspense, lazy } from "react";
import { Button } from "@mantine/core";
import { Link, Route, Routes } from "react-router";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";

const VisitsPage = lazy(() => import("../visits/VisitsPage"));
const SubmissionsPage = lazy(() => import("../submissions/SubmissionsPage"));
const CustomersPage = lazy(() => import("../customers/CustomersPage"));
const CustomerPage = lazy(() => import("../customers/CustomerPage"));
const RoutesPage = lazy(() => import("../routes/RoutesPage"));
const RoutePage = lazy(() => import("../routes/RoutePage"));
const ConflictsPage = lazy(() => import("../conflicts/ConflictsPage"));
const QuarantinePage = lazy(() => import("../devices/QuarantinePage"));
const DevicesPage = lazy(() => import("../devices/DevicesPage"));
const NoticesPage = lazy(() => import("../notifications/NoticesPage"));

function MissingPage() {
  const { t } = useLanguage();
  return (
    <Blank title={t("error.page.missing")} hint={window.location.pathname}>
      <Button component={Link} to="/" variant="light" mt="xs">
        {t("error.page.home")}
      </Button>
    </Blank>
  );
}

export function Pages() {
  return (
    <Suspense fallback={<LoadingRows />}>
      <Routes>
        <Route index element={<VisitsPage />} />
        <Route path="submissions" element={<SubmissionsPage />} />
        <Route path="customers" element={<CustomersPage />} />
        <Route path="customers/:customerId" element={<CustomerPage />} />
        <Route path="routes" element={<RoutesPage />} />
        <Route path="routes/:routeId" element={<RoutePage />} />
        <Route path="conflicts" element={<ConflictsPage />} />
        <Route path="quarantine" element={<QuarantinePage />} />
        <Route path="devices" element={<DevicesPage />} />
        <Route path="notifications" element={<NoticesPage />} />
        <Route path="*" element={<MissingPage />} />
      </Routes>
    </Suspense>
  );
}
