import type { customersVi } from "./customers.vi";

/** Texts of customers, their list and their record, in English. */
export const customersEn: Record<keyof typeof customersVi, string> = {
  "customer.tab.overview": "Overview",
};
