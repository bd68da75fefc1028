import { createFileRoute, Outlet, useMatches } from "@tanstack/react-router";
import { useEffect } from "react";
import { Allowed } from "../../../app/allowed";
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
  const page = (
    <Allowed>
      <Outlet />
    </Allowed>
  );
  return bare ? page : <Shell org={org}>{page}</Shell>;
}
