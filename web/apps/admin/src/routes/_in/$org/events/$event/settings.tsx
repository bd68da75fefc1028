import { createFileRoute } from "@tanstack/react-router";
import { Page } from "../../../../../app/page";

export const Route = createFileRoute("/_in/$org/events/$event/settings")({
  component: () => <Page title="settings">{null}</Page>,
});
