import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { KeysPage } from "../../../keys/keys-page";

export const Route = createFileRoute("/_in/$org/api-keys")({
  validateSearch: z.object({ panel: z.catch(z.optional(z.enum(["new", "app"])), undefined) }),
  component: Keys,
});

function Keys() {
  return <KeysPage org={Route.useParams().org} panel={Route.useSearch().panel} />;
}
