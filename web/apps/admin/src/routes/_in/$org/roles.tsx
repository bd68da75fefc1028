import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { RolesPage } from "../../../team/roles-page";

export const Route = createFileRoute("/_in/$org/roles")({
  validateSearch: z.object({ role: z.catch(z.optional(z.string()), undefined) }),
  component: Roles,
});

function Roles() {
  return <RolesPage org={Route.useParams().org} edit={Route.useSearch().role} />;
}
