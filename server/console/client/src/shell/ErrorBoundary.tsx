import { Component, type ReactNode } from "react";
import { Button, Code, Stack, Title } from "@mantine/core";
import { LanguageContext } from "../i18n/language";

interface State {
  error: Error | null;
}

/** Keeps a fault of one page from leaving a blank screen. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  static override contextType = LanguageContext;
  declare context: React.ContextType<typeof LanguageContext>;
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    const t = this.context?.t;
    return (
      <Stack align="center" p="xl" data-testid="page-fault">
        <Title order={3}>{t?.("error.page.title")}</Title>
        <Code>{this.state.error.message}</Code>
        <Button component="a" href="/console/">
          {t?.("error.page.home")}
        </Button>
      </Stack>
    );
  }
}
