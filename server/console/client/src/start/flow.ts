/** The flow of the CRM module in its order (TB-01), and what each step really needs. Pure. */

export const FLOW = ["customers", "routes", "assign", "products", "prices", "promotions", "sales"] as const;
export type FlowStep = (typeof FLOW)[number];
export type Done = Record<FlowStep, boolean>;

/** Steps without which another cannot be done; nothing else holds anybody up. */
const NEEDS: Record<FlowStep, readonly FlowStep[]> = {
  customers: [],
  routes: ["customers"],
  assign: ["routes"],
  products: [],
  prices: ["products"],
  promotions: [],
  sales: ["customers", "products"],
};

/** What has to be done before this step; nothing once the step itself is done. */
export function lacking(step: FlowStep, done: Done): FlowStep[] {
  return done[step] ? [] : NEEDS[step].filter((needed) => !done[needed]);
}

/** The first step that is not done and that nothing holds up. */
export function nextStep(done: Done): FlowStep | null {
  return FLOW.find((step) => !done[step] && lacking(step, done).length === 0) ?? null;
}
