import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { AccountPage } from "../../account/account-page";
import { Shell } from "../../app/shell";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/_in/account")({
  /* What came of telling an identity provider who one is: the organisation's slug, or why not. */
  validateSearch: z.object({ linked: text, problem: text }),
  component: Account,
});

function Account() {
  const { linked, problem } = Route.useSearch();
  return (
    <Shell>
      <AccountPage linked={linked} problem={problem} />
    </Shell>
  );
}
