import type { submissionsVi } from "./submissions.vi";

/** Texts of submissions in detail, in English. */
export const submissionsEn: Record<keyof typeof submissionsVi, string> = {
  "flag.rule_broken": "Rule broken",
  "answers.stranger": "unknown field",
  "answers.stranger.hint": "This version of the form has no such field; the value is kept.",
  "submission.evidence": "Where it was sent from",
  "submission.evidence.phone": "Place of the phone",
  "submission.evidence.pin": "The customer's pin",
  "submission.revises": "This corrects an earlier submission",
  "submission.revisions": "Revisions",
  "submission.revision": "Revision {n}",
  "submission.revision.this": "shown",
  "submission.revise": "Correct this submission",
  "submission.revise.title": "Correct: {name}",
  "submission.revise.hint": "The correction is a new submission; the former one is kept.",
  "submission.revised": "Correction sent",
  "submission.flags.title": "To look at",
  "submission.route": "Route",
  "filter.customer": "Customer",
  "filter.customer.all": "Every customer",
};
