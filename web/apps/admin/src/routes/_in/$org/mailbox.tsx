import { createFileRoute } from "@tanstack/react-router";
import { Page } from "../../../app/page";

export const Route = createFileRoute("/_in/$org/mailbox")({ component: () => <Page title="Mailbox">{null}</Page> });
