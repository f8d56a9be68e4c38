import { Center, Container, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Problem } from "../api/client";
import { sessionQuery } from "../api/queries";
import { ErrorNotice } from "../ui/ErrorNotice";
import { SessionContext } from "./session";
import { Shell } from "./Shell";
import { SignInPage } from "./SignInPage";

/** The pages for who is signed in, the sign-in page for everybody else. */
export function Gate() {
  const { data, error, isPending, refetch } = useQuery(sessionQuery);
  if (isPending) {
    return (
      <Center h="100dvh">
        <Loader />
      </Center>
    );
  }
  if (data) {
    return (
      <SessionContext value={data}>
        <Shell />
      </SessionContext>
    );
  }
  if (error instanceof Problem && error.status === 401) return <SignInPage />;
  return (
    <Container size="xs" pt={80}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
    </Container>
  );
}
