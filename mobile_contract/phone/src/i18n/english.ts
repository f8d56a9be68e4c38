/** Every English text. */
import { en } from "./en";
import { fieldsEn } from "./fields.en";
import type { Catalogue } from "./index";
import { recordsEn } from "./records.en";

export const english: Catalogue = { ...en, ...fieldsEn, ...recordsEn };
