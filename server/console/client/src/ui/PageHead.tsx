import type { ReactNode } from "react";
import { Group, Title } from "@mantine/core";
import classes from "./PageHead.module.css";

interface Props {
  title: string;
  /** Filters and switches beside the title. */
  children?: ReactNode;
  /** What stands at the far end. */
  end?: ReactNode;
}

/** The bar at the top of a list page. */
export function PageHead({ title, children, end }: Props) {
  return (
    <header className={classes.head}>
      <Group gap="md">
        <Title order={1} fz="lg">
          {title}
        </Title>
        {children}
      </Group>
      {end && <div className={classes.end}>{end}</div>}
    </header>
  );
}
