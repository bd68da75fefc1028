import { createFileRoute, redirect } from "@tanstack/react-router";
import { lastOrganisation } from "../../app/last-organisation";

/** The front door leads on: to the organisation used last, or to making the first one. */
export const Route = createFileRoute("/_in/")({
  beforeLoad: ({ context }) => {
    const { organisations } = context.session;
    const home = organisations.find(({ slug }) => slug === lastOrganisation()) ?? organisations[0];
    if (home) throw redirect({ to: "/$org", params: { org: home.slug }, replace: true });
    throw redirect({ to: "/new-organisation", replace: true });
  },
});
