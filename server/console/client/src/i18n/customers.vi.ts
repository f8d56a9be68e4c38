/** Texts of customers, their list and their record, in Vietnamese. */
export const customersVi = {
  "customer.tab.overview": "Tổng quan",
} as const;
