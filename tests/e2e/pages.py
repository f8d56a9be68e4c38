"""Every page of the two apps, and what every page owes its reader."""

CONSOLE = (
    "", "submissions", "customers", "routes", "conflicts", "quarantine", "devices", "sync-health", "notifications",
    "fill", "orders", "opportunities", "products", "price-lists", "promotions", "tasks", "tickets",
)  # fmt: skip
ORGANISATION = (
    "start", "chart", "employees", "teams", "departments", "rights", "pools", "organisation", "history",
    "account", "sso", "merge-policies", "steps", "forms/builder", "forms/builder/customer.shop", "choice-lists",
    "tags", "update-sets", "field-definitions", "fill/sale.f2f",
)  # fmt: skip
"""Pages of the console for who sets the organisation up."""
PHONE = (
    "today", "customers", "forms", "queue", "inbox", "account",
    "fill/customer.person", "fill/customer.organisation", "fill/customer.shop", "fill/customer.household",
    "fill/interaction.f2f", "fill/interaction.tele", "fill/order.f2f", "records/product", "records/task",
)  # fmt: skip

SMALL_PHONE = (
    "forms", "fill/customer.person", "fill/customer.organisation", "fill/route.setup", "fill/route.assign",
    "fill/product.profile", "fill/price.list", "fill/promotion.programme", "fill/promotion.tele", "fill/support.f2f",
    "fill/opportunity.tele", "records/task", "records/ticket", "records/product", "records/promotion", "records/order",
    "records/opportunity", "records/route",
)  # fmt: skip
"""Screens that have the most to say on the smallest phone."""

BASICS = """() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]");
  const isTold = (element) =>
    ["aria-label", "aria-labelledby", "title"].some((name) => element.getAttribute(name));
  const isNamed = (element) =>
    isTold(element) || element.textContent.trim() || element.querySelector("img[alt]:not([alt=''])");
  const tell = (fault, elements) => {
    for (const each of elements) faults.push(`${fault}: ${each.outerHTML.slice(0, 160)}`);
  };
  if (!document.documentElement.lang) faults.push("the page names no language");
  if (!document.title) faults.push("the page has no title");
  tell("no name", all("a[href], button, [role=button]").filter((each) => isShown(each) && !isNamed(each)));
  tell("no alt", all("img").filter((each) => !each.hasAttribute("alt")));
  tell("no label", all("input:not([type=hidden]), select, textarea")
    .filter((each) => isShown(each) && !each.labels?.length && !isTold(each)));
  const isClear = (colour) => colour.startsWith("rgba(") && colour.endsWith(", 0)");
  const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const ground = (element) => {
    while (element && isClear(getComputedStyle(element).backgroundColor)) element = element.parentElement;
    return element && getComputedStyle(element).backgroundColor;
  };
  tell("words in the colour of their ground", all("body *")
    .filter((each) => hasWords(each) && isShown(each) && getComputedStyle(each).color === ground(each)));
  tell("id used twice", all("[id]").filter((each) => document.getElementById(each.id) !== each));
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth > clientWidth) faults.push(`wider than the screen: ${scrollWidth} > ${clientWidth}`);
  return faults;
}"""
