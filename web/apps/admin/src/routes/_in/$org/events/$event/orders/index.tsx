import { createFileRoute } from "@tanstack/react-router";
import { Page } from "../../../../../../app/page";

export const Route = createFileRoute("/_in/$org/events/$event/orders/")({
  component: () => <Page title="Orders">{null}</Page>,
});
