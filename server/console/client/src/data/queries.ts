/** Reading and writing the master data that forms choose from. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { ChoiceList, FieldDefinition } from "../api/formTypes";
import type { Page } from "../api/types";

const SETUP = { setup: true };

export const choiceListsQuery = queryOptions({
  queryKey: ["choice-lists"],
  queryFn: ({ signal }) => call<Page<ChoiceList>>("/choice-lists", { signal }),
  staleTime: 60_000,
  meta: SETUP,
});

export interface Tag {
  id: string;
  name: string;
  colour: string | null;
}

export const tagsQuery = queryOptions({
  queryKey: ["tags"],
  queryFn: ({ signal }) => call<Page<Tag>>("/tags", { signal }),
  staleTime: 60_000,
  meta: SETUP,
});

/** A named list of attributes of customers that a contact with a customer may renew (TB-55). */
export interface UpdateSet {
  id: string;
  name: string;
  /** The tags that offer the set. */
  tags: Tag[];
  attributes: FieldDefinition[];
}

export const updateSetsQuery = queryOptions({
  queryKey: ["update-sets"],
  queryFn: ({ signal }) => call<Page<UpdateSet>>("/update-sets", { signal }),
  staleTime: 60_000,
  meta: SETUP,
});
