import { useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { api, keys } from "@tessera/client";
import { Button, linkClass } from "@tessera/ui";
import * as z from "zod/mini";
import { Gate } from "../../app/gate";
import { useApiForm } from "../../lib/api-form";
import { emailAddress, required } from "../../lib/schemas";
import { slugify, slugPattern } from "../../lib/slug";
import { OrganisationFields } from "../../organisation/organisation-form";

export const Route = createFileRoute("/_in/new-organisation")({ component: NewOrganisation });

const schema = z.object({
  name: required("Enter the name of your organisation"),
  slug: z.string().check(z.regex(slugPattern, "Enter a web address of 2 to 63 small letters, digits and dashes")),
  contact_email: emailAddress,
  locales: z.array(z.string()).check(z.minLength(1, "Choose at least one language")),
});

function NewOrganisation() {
  const { session } = Route.useRouteContext();
  const navigate = Route.useNavigate();
  const client = useQueryClient();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      name: "",
      slug: "",
      contact_email: session.person.email,
      locales: [session.person.locale.split("-")[0] || "en"],
    },
    onSubmit: async (body) => {
      const organisation = await api.POST("/api/v1/organisations", { body });
      await client.invalidateQueries({ queryKey: keys.session() });
      await navigate({ to: "/$org", params: { org: organisation.slug } });
    },
  });
  const follow = (name: string) => {
    if (!form.getFieldState("slug").isDirty || form.getValues("slug") === "")
      form.resetField("slug", { defaultValue: slugify(name) });
  };
  const first = session.organisations[0];
  return (
    <Gate
      title="Create your organisation"
      intro={
        first ? (
          <Link to="/$org" params={{ org: first.slug }} className={linkClass}>
            Back to {first.name}
          </Link>
        ) : (
          "Everything you sell and everybody you invite belongs to it. You can add more later."
        )
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <OrganisationFields form={form} errorOf={errorOf} onName={follow} />
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Create organisation
        </Button>
      </form>
    </Gate>
  );
}
