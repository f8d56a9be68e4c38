/** The Vietnamese texts of all screens after the first. */
import { fieldsVi } from "./fields.vi";
import { laterVi } from "./later.vi";
import { recordsVi } from "./records.vi";

export const later = { ...laterVi, ...fieldsVi, ...recordsVi };
export type Later = typeof later;
