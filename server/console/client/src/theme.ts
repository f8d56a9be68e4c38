import { Badge, type MantineColorsTuple, createTheme } from "@mantine/core";
import type { ReviewState } from "./api/types";

const teal: MantineColorsTuple = [
  "#e9f6f5", "#d3eae8", "#a7d4d1", "#77bdb9", "#50a9a4", "#37989a", "#1f7f80", "#0f6b6b", "#0b5d5c", "#064847",
];
const amber: MantineColorsTuple = [
  "#fff5e5", "#ffe8cc", "#fbd09c", "#f7b666", "#f2a33a", "#ee931d", "#e0850c", "#bd6d05", "#985600", "#743f00",
];

/** Colour and sign of each review state; the sign carries the meaning where colours cannot be told apart. */
export const STATE_COLOUR: Record<ReviewState, string> = {
  received: "#e0850c",
  has_issues: "#b4470f",
  approved: "#1b7f4d",
  rejected: "#8f2840",
};

export const STATE_MANTINE_COLOUR: Record<ReviewState, string> = {
  received: "amber",
  has_issues: "orange",
  approved: "green",
  rejected: "red",
};

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, amber },
  fontFamily: '"Be Vietnam Pro", system-ui, sans-serif',
  headings: { fontFamily: '"Be Vietnam Pro", system-ui, sans-serif', fontWeight: "600" },
  defaultRadius: "md",
  cursorType: "pointer",
  components: {
    // A badge is read whole or not at all.
    Badge: Badge.extend({ styles: { root: { minWidth: "max-content" } } }),
  },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
});
