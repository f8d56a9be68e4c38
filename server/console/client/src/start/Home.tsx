import { useEffect } from "react";
import { useQuery } from "@tanstack/react-query";
import { useHref, useLocation, useNavigate } from "react-router";
import { organisationQuery } from "../api/organisationQueries";
import { useRight } from "../shell/session";
import { LoadingRows } from "../ui/Blank";
import VisitsPage from "../visits/VisitsPage";
import { isBeginning } from "./steps";

/** Leads on to the first steps, but nobody back who has chosen another page meanwhile: that one may still be loading. */
function ToFirstSteps() {
  const navigate = useNavigate();
  const here = useHref("/");
  useEffect(() => {
    if (bare(window.location.pathname) === bare(here)) void navigate("/start", { replace: true });
  }, [navigate, here]);
  return <LoadingRows />;
}

function bare(path: string): string {
  return path.replace(/\/$/, "");
}

/** The first page: visits; for who sets up an organisation in which nothing has happened yet, its first steps. */
export default function Home() {
  const maySetUp = useRight("organisation.write");
  const { search } = useLocation();
  const organisation = useQuery({ ...organisationQuery, enabled: maySetUp });
  // Who asks for visits by a filter wants to see them, be there some or none.
  if (!maySetUp || search !== "" || organisation.isError) return <VisitsPage />;
  if (organisation.data === undefined) return <LoadingRows />;
  return isBeginning(organisation.data.steps) ? <ToFirstSteps /> : <VisitsPage />;
}
