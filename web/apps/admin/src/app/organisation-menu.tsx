import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Button, Menu, MenuItem, MenuLabel, MenuSeparator } from "@tessera/ui";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { sessionQuery } from "../lib/queries";
import { Mark } from "./mark";

/** Which organisation we are in, and the way to the others. */
export default function OrganisationMenu() {
  const { org } = useParams({ strict: false });
  const { data: session } = useSuspenseQuery(sessionQuery());
  const current = session.organisations.find(({ slug }) => slug === org);
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="quiet" className="!shrink min-w-0 !text-ink">
          <Mark />
          <span className="truncate">{current?.name ?? "Your organisations"}</span>
          <ChevronsUpDown aria-label="Switch organisation" className="text-ink-3" />
        </Button>
      }
    >
      <MenuLabel>Your organisations</MenuLabel>
      {session.organisations.map(({ slug, name }) => (
        <MenuItem key={slug} render={<Link to="/$org" params={{ org: slug }} />}>
          <Check aria-hidden className={slug === org ? "text-brand" : "invisible"} />
          <span className="min-w-0 break-words">{name}</span>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem render={<Link to="/new-organisation" />}>
        <Plus aria-hidden />
        New organisation
      </MenuItem>
    </Menu>
  );
}
