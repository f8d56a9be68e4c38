import { describe, expect, it } from "vitest";
import type { FieldDefinition, FieldType } from "../api/formTypes";
import { type Condition, conditionsOf, expressionOf, operatorsOf } from "./conditions";

const field = (name: string, type: FieldType) => ({ name, type, label: { vi: name, en: name } }) as FieldDefinition;
const fields = [field("status", "select"), field("tags", "multi"), field("qty", "stepper"), field("share", "percent"), field("day", "date"), field("agreed", "bool")];
const write = (all: boolean, ...conditions: Condition[]) => expressionOf({ all, conditions }, fields);

describe("conditions become expressions", () => {
  it("with values as their fields have them", () => {
    expect(write(true, { field: "status", operator: "is", value: "it's" })).toBe("status == 'it\\'s'");
    expect(write(true, { field: "qty", operator: "least", value: "3" })).toBe("qty != null && qty >= 3");
    expect(write(true, { field: "share", operator: "above", value: "5" })).toBe("share != null && share > 5.0");
    expect(write(true, { field: "agreed", operator: "is", value: "true" })).toBe("agreed == true");
    expect(write(true, { field: "tags", operator: "has", value: "vip" })).toBe("tags != null && 'vip' in tags");
  });

  it("joined by and, or by or with brackets where they are needed", () => {
    const both: Condition[] = [{ field: "qty", operator: "above", value: "1" }, { field: "day", operator: "filled", value: "" }];
    expect(write(true, ...both)).toBe("qty != null && qty > 1 && day != null");
    expect(write(false, ...both)).toBe("(qty != null && qty > 1) || day != null");
  });
});

describe("expressions are read back", () => {
  const whole: Condition[] = [
    { field: "status", operator: "is_not", value: "a && b' || c" },
    { field: "tags", operator: "has_not", value: "vip" },
    { field: "qty", operator: "most", value: "-2" },
    { field: "share", operator: "below", value: "2.5" },
    { field: "day", operator: "above", value: "2026-11-21" },
    { field: "agreed", operator: "is", value: "false" },
    { field: "tags", operator: "has", value: "new" },
    { field: "day", operator: "empty", value: "" },
  ];
  it.each([true, false])("as they were written (all: %s)", (all) => {
    expect(conditionsOf(write(all, ...whole))).toEqual({ all, conditions: whole });
  });

  it("of one kind each", () => {
    for (const condition of whole) expect(conditionsOf(write(true, condition))?.conditions).toEqual([condition]);
    expect(conditionsOf("packaging_state == 'contains_qr' || packaging_state == 'contains_no_qr'")?.all).toBe(false);
    expect(conditionsOf("")).toEqual({ all: true, conditions: [] });
  });

  it("unless they say more", () => {
    expect(conditionsOf("lines.filter(l, l.product == product).size() <= 1")).toBeNull();
    expect(conditionsOf("a == 'x' && (b == 'y' || c == 'z')")).toBeNull();
  });
});

it("asks lists what they hold and numbers how large they are", () => {
  expect(operatorsOf("refs")).toEqual(["has", "has_not", "filled", "empty"]);
  expect(operatorsOf("money")).toContain("above");
  expect(operatorsOf("text")).not.toContain("above");
});
