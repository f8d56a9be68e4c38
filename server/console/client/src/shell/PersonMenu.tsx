import { Avatar, Menu, Stack, Text, UnstyledButton, Group } from "@mantine/core";
import { IconLogout, IconUserCog } from "@tabler/icons-react";
import { Link } from "react-router";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { showProblem } from "../ui/ErrorNotice";
import { initialsOf } from "../ui/fold";
import { useSession } from "./session";

export function PersonMenu() {
  const { t } = useLanguage();
  const { employee } = useSession();

  async function signOut() {
    try {
      await call<undefined>("/session", { method: "DELETE" });
      window.location.assign(import.meta.env.BASE_URL);
    } catch (error) {
      showProblem(error, t);
    }
  }

  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton data-testid="person">
          <Group gap={8} wrap="nowrap">
            <Avatar color="teal" radius="xl" size={32} name={employee.name}>
              {initialsOf(employee.name)}
            </Avatar>
            <Stack gap={0} visibleFrom="sm">
              <Text size="sm" fw={600} lh={1.2}>
                {employee.name}
              </Text>
              <Text size="xs" c="dimmed" lh={1.2}>
                {employee.title}
              </Text>
            </Stack>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{employee.name}</Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCog size={16} />} data-testid="account">
          {t("account.open")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()} data-testid="signout">
          {t("signout")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
