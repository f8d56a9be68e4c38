import { Suspense, lazy } from "react";
import { Button } from "@mantine/core";
import { Link, Route, Routes } from "react-router";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";

const Home = lazy(() => import("../start/Home"));
const StartPage = lazy(() => import("../start/StartPage"));
const SubmissionsPage = lazy(() => import("../submissions/SubmissionsPage"));
const CustomersPage = lazy(() => import("../customers/CustomersPage"));
const CustomerPage = lazy(() => import("../customers/CustomerPage"));
const GroupsPage = lazy(() => import("../customers/groups/GroupsPage"));
const GroupPage = lazy(() => import("../customers/groups/GroupPage"));
const DuplicatesPage = lazy(() => import("../customers/merge/DuplicatesPage"));
const RoutesPage = lazy(() => import("../routes/RoutesPage"));
const RoutePage = lazy(() => import("../routes/RoutePage"));
const ConflictsPage = lazy(() => import("../conflicts/ConflictsPage"));
const QuarantinePage = lazy(() => import("../quarantine/QuarantinePage"));
const HealthPage = lazy(() => import("../devices/HealthPage"));
const PoliciesPage = lazy(() => import("../conflicts/PoliciesPage"));
const DevicesPage = lazy(() => import("../devices/DevicesPage"));
const ChartPage = lazy(() => import("../organisation/ChartPage"));
const EmployeesPage = lazy(() => import("../organisation/EmployeesPage"));
const TeamsPage = lazy(() => import("../organisation/TeamsPage"));
const DepartmentsPage = lazy(() => import("../organisation/DepartmentsPage"));
const RightsPage = lazy(() => import("../organisation/RightsPage"));
const OrganisationPage = lazy(() => import("../organisation/OrganisationPage"));
const PoolsPage = lazy(() => import("../pools/PoolsPage"));
const HistoryPage = lazy(() => import("../history/HistoryPage"));
const AccountPage = lazy(() => import("../account/AccountPage"));
const SsoPage = lazy(() => import("../account/SsoPage"));
const BuilderPage = lazy(() => import("../forms/BuilderPage"));
const FormBuilderPage = lazy(() => import("../forms/FormBuilderPage"));
const ProductsPage = lazy(() => import("../catalogue/ProductsPage"));
const ProductPage = lazy(() => import("../catalogue/ProductPage"));
const PriceListsPage = lazy(() => import("../catalogue/PriceListsPage"));
const PriceListPage = lazy(() => import("../catalogue/PriceListPage"));
const PromotionsPage = lazy(() => import("../catalogue/PromotionsPage"));
const PromotionPage = lazy(() => import("../catalogue/PromotionPage"));
const OrdersPage = lazy(() => import("../orders/OrdersPage"));
const OrderPage = lazy(() => import("../orders/OrderPage"));
const OpportunitiesPage = lazy(() => import("../opportunities/OpportunitiesPage"));
const OpportunityPage = lazy(() => import("../opportunities/OpportunityPage"));
const TasksPage = lazy(() => import("../activities/TasksPage"));
const TicketsPage = lazy(() => import("../activities/TicketsPage"));
const TicketPage = lazy(() => import("../activities/TicketPage"));
const ChoiceListsPage = lazy(() => import("../data/ChoiceListsPage"));
const TagsPage = lazy(() => import("../data/TagsPage"));
const UpdateSetsPage = lazy(() => import("../data/UpdateSetsPage"));
const RegistryPage = lazy(() => import("../data/RegistryPage"));
const FlowPage = lazy(() => import("../start/FlowPage"));
const FormsPage = lazy(() => import("../fill/FormsPage"));
const FillPage = lazy(() => import("../fill/FillPage"));
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
        <Route index element={<Home />} />
        <Route path="start" element={<StartPage />} />
        <Route path="submissions" element={<SubmissionsPage />} />
        <Route path="customers" element={<CustomersPage />} />
        <Route path="customers/:customerId" element={<CustomerPage />} />
        <Route path="customer-groups" element={<GroupsPage />} />
        <Route path="customer-groups/:groupId" element={<GroupPage />} />
        <Route path="duplicates" element={<DuplicatesPage />} />
        <Route path="routes" element={<RoutesPage />} />
        <Route path="routes/:routeId" element={<RoutePage />} />
        <Route path="conflicts" element={<ConflictsPage />} />
        <Route path="quarantine" element={<QuarantinePage />} />
        <Route path="devices" element={<DevicesPage />} />
        <Route path="sync-health" element={<HealthPage />} />
        <Route path="merge-policies" element={<PoliciesPage />} />
        <Route path="chart" element={<ChartPage />} />
        <Route path="employees" element={<EmployeesPage />} />
        <Route path="teams" element={<TeamsPage />} />
        <Route path="departments" element={<DepartmentsPage />} />
        <Route path="rights" element={<RightsPage />} />
        <Route path="organisation" element={<OrganisationPage />} />
        <Route path="pools" element={<PoolsPage />} />
        <Route path="forms/builder" element={<BuilderPage />} />
        <Route path="forms/builder/:formKey" element={<FormBuilderPage />} />
        <Route path="products" element={<ProductsPage />} />
        <Route path="products/:recordId" element={<ProductPage />} />
        <Route path="price-lists" element={<PriceListsPage />} />
        <Route path="price-lists/:recordId" element={<PriceListPage />} />
        <Route path="promotions" element={<PromotionsPage />} />
        <Route path="promotions/:recordId" element={<PromotionPage />} />
        <Route path="orders" element={<OrdersPage />} />
        <Route path="orders/:recordId" element={<OrderPage />} />
        <Route path="opportunities" element={<OpportunitiesPage />} />
        <Route path="opportunities/:recordId" element={<OpportunityPage />} />
        <Route path="tasks/:recordId?" element={<TasksPage />} />
        <Route path="tickets" element={<TicketsPage />} />
        <Route path="tickets/:recordId" element={<TicketPage />} />
        <Route path="choice-lists" element={<ChoiceListsPage />} />
        <Route path="tags" element={<TagsPage />} />
        <Route path="update-sets" element={<UpdateSetsPage />} />
        <Route path="field-definitions" element={<RegistryPage />} />
        <Route path="steps" element={<FlowPage />} />
        <Route path="fill" element={<FormsPage />} />
        <Route path="fill/:formKey" element={<FillPage />} />
        <Route path="history" element={<HistoryPage />} />
        <Route path="account" element={<AccountPage />} />
        <Route path="sso" element={<SsoPage />} />
        <Route path="notifications" element={<NoticesPage />} />
        <Route path="*" element={<MissingPage />} />
      </Routes>
    </Suspense>
  );
}
