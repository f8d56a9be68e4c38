import type { Step } from "../api/recordTypes";
import { StatusMark } from "../ui/StatusMark";

const COLOUR: Record<Step["outcome"], string> = { open: "blue", won: "green", lost: "red" };

/** The step at which an opportunity stands. */
export function StepMark({ step }: { step: Step }) {
  return <StatusMark colour={COLOUR[step.outcome]} words={step.name} />;
}
