import { createFileRoute } from "@tanstack/react-router";
import { Page } from "../../../app/page";

export const Route = createFileRoute("/_in/$org/jobs")({
  component: () => <Page title="Background jobs">{null}</Page>,
});
