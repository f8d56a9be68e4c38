import { ActionIcon, Tooltip } from "@mantine/core";
import { IconHandStop, IconPolygon, IconRectangle } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import type { Tool } from "../map/DrawArea";
import classes from "./MapTools.module.css";

const TOOLS: { tool: Tool; label: MessageKey; icon: typeof IconRectangle }[] = [
  { tool: "pan", label: "customers.pan", icon: IconHandStop },
  { tool: "rectangle", label: "customers.rectangle", icon: IconRectangle },
  { tool: "polygon", label: "customers.polygon", icon: IconPolygon },
];

/** What dragging on the map does: move it, or select. */
export function MapTools({ tool, onTool }: { tool: Tool; onTool: (tool: Tool) => void }) {
  const { t } = useLanguage();
  return (
    <ActionIcon.Group className={classes.tools} orientation="vertical">
      {TOOLS.map(({ tool: each, label, icon: Icon }) => (
        <Tooltip key={each} label={t(label)} position="right">
          <ActionIcon
            size={34}
            variant={tool === each ? "filled" : "default"}
            onClick={() => onTool(each)}
            aria-label={t(label)}
            aria-pressed={tool === each}
            data-testid={`tool-${each}`}
          >
            <Icon size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ))}
    </ActionIcon.Group>
  );
}
