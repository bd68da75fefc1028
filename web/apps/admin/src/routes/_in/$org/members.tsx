import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { MembersPage } from "../../../team/members-page";

export const Route = createFileRoute("/_in/$org/members")({
  validateSearch: z.object({
    panel: z.catch(z.optional(z.literal("invite")), undefined),
    team: z.catch(z.optional(z.string()), undefined),
    member: z.catch(z.optional(z.string()), undefined),
  }),
  component: Members,
});

function Members() {
  return <MembersPage org={Route.useParams().org} search={Route.useSearch()} />;
}
