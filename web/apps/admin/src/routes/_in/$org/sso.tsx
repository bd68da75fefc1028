import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { SsoPage } from "../../../sso/sso-page";

export const Route = createFileRoute("/_in/$org/sso")({
  validateSearch: z.object({ test: z.catch(z.optional(z.string()), undefined) }),
  component: SingleSignOn,
});

function SingleSignOn() {
  return <SsoPage org={Route.useParams().org} test={Route.useSearch().test} />;
}
