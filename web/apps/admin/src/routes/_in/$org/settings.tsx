import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { organisationQuery } from "../../../lib/queries";
import { OrganisationSettingsPage } from "../../../organisation/settings-page";

export const Route = createFileRoute("/_in/$org/settings")({ component: OrganisationSettings });

function OrganisationSettings() {
  const { org } = Route.useParams();
  const { data } = useSuspenseQuery(organisationQuery(org));
  return <OrganisationSettingsPage key={data.id} organisation={data} />;
}
