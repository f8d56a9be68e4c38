/** The form runtime: what a form starts with, what follows from its answers, what is wrong, and what of it is sent. */
export { compile, evaluate, LONGEST_SOURCE, type CompiledExpression, type Json, type Variables } from "./expressions";
export { valuesOfLists, type Issue, type IssueCode, type ListedValues, type ValidationContext } from "./issues";
export * from "./prepare";
export {
  same, settle, validate, visibleFields, type FormContext, type FormInput, type Place, type Settled,
} from "./settle";
export { initialValues, newRow, prefill, prefilledFrom, type Opened } from "./start";
export { isEmpty } from "./types";
