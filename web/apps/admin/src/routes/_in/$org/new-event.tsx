import { createFileRoute } from "@tanstack/react-router";
import { Page } from "../../../app/page";

export const Route = createFileRoute("/_in/$org/new-event")({ component: () => <Page title="new-event">{null}</Page> });
