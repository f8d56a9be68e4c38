/** The manager tree as a list of rows. All functions are pure. */
import type { ChartPerson } from "../api/organisationTypes";
import { matches } from "../ui/fold";

export interface Tree {
  people: ReadonlyMap<string, ChartPerson>;
  /** Direct reports by manager; `null` has the roots, and whoever's manager is not among the people. */
  below: ReadonlyMap<string | null, readonly ChartPerson[]>;
}

export interface TreeRow {
  person: ChartPerson;
  /** 1 for a root, as `aria-level` counts. */
  level: number;
  /** Place among those with the same manager, from 1, and how many they are. */
  place: number;
  siblings: number;
  reports: number;
  isOpen: boolean;
}

export function treeOf(list: readonly ChartPerson[]): Tree {
  const people = new Map(list.map((person) => [person.id, person]));
  const below = new Map<string | null, ChartPerson[]>();
  for (const person of list) {
    const manager = person.manager_id !== null && people.has(person.manager_id) ? person.manager_id : null;
    const reports = below.get(manager);
    if (reports) reports.push(person);
    else below.set(manager, [person]);
  }
  for (const reports of below.values()) reports.sort((one, other) => one.name.localeCompare(other.name, "vi"));
  return { people, below };
}

export function reportsOf(tree: Tree, id: string | null): readonly ChartPerson[] {
  return tree.below.get(id) ?? [];
}

/** Everybody above the person, the nearest first. */
export function managersOf(tree: Tree, id: string): string[] {
  const above: string[] = [];
  let manager = tree.people.get(id)?.manager_id ?? null;
  while (manager !== null && tree.people.has(manager) && !above.includes(manager)) {
    above.push(manager);
    manager = tree.people.get(manager)?.manager_id ?? null;
  }
  return above;
}

/** How many people stand below the person, at any depth. */
export function countBelow(tree: Tree, id: string): number {
  let count = 0;
  const waiting = [...reportsOf(tree, id)];
  for (let person = waiting.pop(); person; person = waiting.pop()) {
    count += 1;
    waiting.push(...reportsOf(tree, person.id));
  }
  return count;
}

/** Why a person cannot be put under a manager; null when he can. */
export function hindrance(tree: Tree, id: string, managerId: string): "self" | "below" | "same" | null {
  if (id === managerId) return "self";
  if (tree.people.get(id)?.manager_id === managerId) return "same";
  return managersOf(tree, managerId).includes(id) ? "below" : null;
}

/** The rows that show: roots, and those below whoever is open. */
export function rowsOf(tree: Tree, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  function put(people: readonly ChartPerson[], level: number): void {
    people.forEach((person, index) => {
      const reports = reportsOf(tree, person.id);
      const isOpen = reports.length > 0 && open.has(person.id);
      rows.push({ person, level, place: index + 1, siblings: people.length, reports: reports.length, isOpen });
      if (isOpen) put(reports, level + 1);
    });
  }
  put(reportsOf(tree, null), 1);
  return rows;
}

/** The people whose name or title has the words, in the order of the whole tree. */
export function found(tree: Tree, typed: string): string[] {
  if (typed.trim() === "") return [];
  return rowsOf(tree, new Set(tree.people.keys()))
    .filter(({ person }) => matches(`${person.name} ${person.title ?? ""}`, typed))
    .map(({ person }) => person.id);
}

/** The open set with everybody above these people opened as well. */
export function openedTo(tree: Tree, open: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  return new Set([...open, ...ids.flatMap((id) => managersOf(tree, id))]);
}

/** What stands open at first: the roots, and the level below them where the tree is small. */
export function openAtFirst(tree: Tree, few = 60): ReadonlySet<string> {
  const roots = reportsOf(tree, null).map(({ id }) => id);
  if (tree.people.size > few) return new Set(roots);
  return new Set(tree.people.keys());
}
