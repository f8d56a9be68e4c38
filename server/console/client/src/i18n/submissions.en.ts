import type { submissionsVi } from "./submissions.vi";

/** Texts of submissions in detail, in English. */
export const submissionsEn: Record<keyof typeof submissionsVi, string> = {
  "flag.rule_broken": "Rule broken",
  "submission.revision.changed": "Changed: {fields}",
  "submission.sentfrom": "Sent from",
  "filter.flag": "Sign",
  "filter.flag.all": "Every sign",
  "flag.duplicate": "Likely duplicate",
  "flag.calculated": "Reckoned otherwise on the phone",
  "flag.revises": "Cannot correct the one named",
  "answers.stranger": "unknown field",
  "answers.stranger.hint": "This version of the form has no such field; the value is kept.",
  "submission.evidence": "Where it was sent from",
  "submission.evidence.phone": "Place of the phone",
  "submission.evidence.pin": "The customer's pin",
  "submission.revisions": "Revisions",
  "submission.revision": "Revision {n}",
  "submission.revision.this": "shown",
  "submission.revise": "Correct this submission",
  "submission.revise.title": "Correct: {name}",
  "submission.revise.hint": "The correction is a new submission; the former one is kept.",
};
