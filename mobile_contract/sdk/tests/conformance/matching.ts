/** The matchers of the conformance scenarios, and the plainest document that they would accept. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Members = Record<string, Json>;

const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);
const rulesOf = (wanted: Json) => (isObject(wanted) ? Object.entries(wanted).filter(([name]) => name in RULES) : []);

/** What of `found` is not as wanted, null when all is: objects may hold more, lists may not. */
export function mismatch(wanted: Json, found: unknown, place = ""): string | null {
  const rules = rulesOf(wanted);
  if (rules.length > 0) return first(rules.map(([name, argument]) => (RULES[name]?.(argument, found) ? null : `${place}: ${show(found)} is not ${name} ${show(argument)}`)));
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) return `${place}: not ${wanted.length} items but ${show(found)}`;
    return first(wanted.map((each, index) => mismatch(each, found[index], `${place}/${index}`)));
  }
  if (isObject(wanted)) {
    if (!isObject(found)) return `${place}: no object but ${show(found)}`;
    return first(Object.entries(wanted).map(([name, value]) => member(name, value, found, place)));
  }
  return wanted === found ? null : `${place}: not ${show(wanted)} but ${show(found)}`;
}

function member(name: string, wanted: Json, found: Members, place: string): string | null {
  if (isAbsent(wanted)) return name in found ? `${place}/${name}: is there` : null;
  return name in found ? mismatch(wanted, found[name], `${place}/${name}`) : `${place}/${name}: is missing`;
}

const first = (problems: (string | null)[]) => problems.find((problem) => problem !== null) ?? null;
const show = (value: unknown) => JSON.stringify(value)?.slice(0, 300);
const isAbsent = (wanted: Json) => isObject(wanted) && wanted.$absent === true;
const has = (wanted: Json, found: unknown) => Array.isArray(found) && found.some((item) => mismatch(wanted, item) === null);

const RULES: Record<string, (argument: Json, found: unknown) => boolean> = {
  $any: () => true,
  $type: (name, found) => (Array.isArray(found) ? "array" : typeof found) === name,
  $has: has,
  $has_all: (many, found) => (many as Json[]).every((wanted) => has(wanted, found)),
  $has_no: (wanted, found) => Array.isArray(found) && !has(wanted, found),
  $length: (length, found) => (found as unknown[]).length === length,
  $over: (least, found) => typeof found === "number" && found > (least as number),
  $one_of: (many, found) => (many as unknown[]).includes(found),
  $not: (wanted, found) => mismatch(wanted, found) !== null,
  $matches: (form, found) => typeof found === "string" && new RegExp(form as string).test(found),
};

const PLAIN: Record<string, Json> = { string: "text", number: 1, boolean: true, array: [], object: {} };

/** A document that matches: what the server would have said. */
export function instance(wanted: Json): Json {
  if (Array.isArray(wanted)) return wanted.map(instance);
  if (!isObject(wanted)) return wanted;
  const rules = Object.fromEntries(rulesOf(wanted));
  if (Object.keys(rules).length > 0) return ofRules(rules);
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => !isAbsent(value)).map(([name, value]) => [name, instance(value)]));
}

function ofRules(rules: Members): Json {
  if (rules.$has !== undefined || rules.$has_all !== undefined || rules.$has_no !== undefined) {
    return [rules.$has, ...((rules.$has_all as Json[] | undefined) ?? [])].filter((each) => each !== undefined).map(instance);
  }
  if (rules.$length !== undefined) return Array.from({ length: rules.$length as number }, () => ({}));
  if (rules.$over !== undefined) return (rules.$over as number) + 1;
  if (rules.$one_of !== undefined) return (rules.$one_of as Json[])[0] ?? null;
  return PLAIN[rules.$type as string] ?? "text";
}
