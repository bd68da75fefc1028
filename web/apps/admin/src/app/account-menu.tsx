import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Menu, MenuItem, MenuLabel, MenuSeparator } from "@tessera/ui";
import { Check, CircleHelp, CircleUserRound, Keyboard, LogOut, UserRoundCog } from "lucide-react";
import { sessionQuery } from "../lib/queries";
import { densities, themes, useAppearance } from "./appearance";
import { useSignOut } from "./sign-out";

/** Who is signed in, how it looks, help, and the way out. */
export default function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const { data: session } = useSuspenseQuery(sessionQuery());
  const { theme, density, setTheme, setDensity } = useAppearance();
  const signOut = useSignOut();
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="icon" aria-label={`Account of ${session.person.name}`}>
          <CircleUserRound aria-hidden />
        </Button>
      }
    >
      <div className="px-2.5 py-1.5">
        <p className="font-semibold break-words">{session.person.name}</p>
        <p className="text-sm text-ink-3 break-all">{session.person.email}</p>
      </div>
      <MenuItem render={<Link to="/account" />}>
        <UserRoundCog aria-hidden />
        Your account
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Appearance</MenuLabel>
      {themes.map(({ value, label }) => (
        <Choice key={value} label={label} chosen={value === theme} onChoose={() => setTheme(value)} />
      ))}
      <MenuSeparator />
      {densities.map(({ value, label }) => (
        <Choice key={value} label={label} chosen={value === density} onChoose={() => setDensity(value)} />
      ))}
      <MenuSeparator />
      <MenuItem onSelect={onHelp}>
        <Keyboard aria-hidden />
        Keyboard shortcuts
      </MenuItem>
      <MenuItem render={<a href="/docs" target="_blank" rel="noreferrer" />}>
        <CircleHelp aria-hidden />
        API documentation
      </MenuItem>
      <MenuItem onSelect={signOut}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}

function Choice({ label, chosen, onChoose }: { label: string; chosen: boolean; onChoose: () => void }) {
  return (
    <MenuItem onSelect={onChoose}>
      <Check aria-hidden className={chosen ? "text-brand" : "invisible"} />
      {label}
      {chosen && <span className="sr-only">(chosen)</span>}
    </MenuItem>
  );
}
