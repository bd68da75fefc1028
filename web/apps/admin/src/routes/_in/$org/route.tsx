import { createFileRoute, Outlet, useMatches } from "@tanstack/react-router";
import { useEffect } from "react";
import { rememberOrganisation } from "../../../app/last-organisation";
import { Shell } from "../../../app/shell";
import { organisationQuery } from "../../../lib/queries";

export const Route = createFileRoute("/_in/$org")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(organisationQuery(params.org)),
  component: OrganisationLayout,
});

function OrganisationLayout() {
  const { org } = Route.useParams();
  useEffect(() => rememberOrganisation(org), [org]);
  const bare = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.bare) });
  if (bare) return <Outlet />;
  return (
    <Shell org={org}>
      <Outlet />
    </Shell>
  );
}
