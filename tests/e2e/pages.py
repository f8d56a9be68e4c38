"""Every page of the two apps, and what every page owes its reader."""

CONSOLE = ("", "submissions", "customers", "routes", "conflicts", "quarantine", "devices", "notifications")
PHONE = (
    "today", "customers", "forms", "queue", "inbox", "account",
    "fill/customer.person", "fill/customer.organisation", "fill/customer.shop", "fill/customer.household",
    "fill/interaction.f2f", "fill/interaction.tele",
)  # fmt: skip

BASICS = """() => {
  const faults = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]");
  const tell = (fault, element) => faults.push(`${fault}: ${element.outerHTML.slice(0, 160)}`);
  const named = (element) => Boolean(
    element.getAttribute("aria-label") || element.getAttribute("aria-labelledby") || element.title ||
    element.textContent.trim() || element.querySelector("img[alt]:not([alt=''])"),
  );
  const labelled = (element) => Boolean(
    element.labels?.length || element.getAttribute("aria-label") || element.getAttribute("aria-labelledby") || element.title,
  );
  if (!document.documentElement.lang) faults.push("the page names no language");
  if (!document.title) faults.push("the page has no title");
  for (const each of document.querySelectorAll("a[href], button, [role=button]")) if (shown(each) && !named(each)) tell("no name", each);
  for (const each of document.querySelectorAll("img")) if (!each.hasAttribute("alt")) tell("no alt", each);
  for (const each of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (shown(each) && !labelled(each)) tell("no label", each);
  }
  const seen = new Set();
  for (const each of document.querySelectorAll("[id]")) {
    if (seen.has(each.id)) tell("id used twice", each);
    seen.add(each.id);
  }
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth > clientWidth) faults.push(`wider than the screen: ${scrollWidth} > ${clientWidth}`);
  return faults;
}"""
