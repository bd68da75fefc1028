import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { api, setCsrfToken } from "@tessera/client";
import { Button, Menu, MenuItem, MenuLabel, MenuSeparator } from "@tessera/ui";
import { Check, CircleHelp, CircleUserRound, LogOut } from "lucide-react";
import { useState } from "react";
import { sessionQuery } from "../lib/queries";
import { applyTheme, currentTheme, type Theme } from "./theme";

const themes: { value: Theme; label: string }[] = [
  { value: "system", label: "Like this device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Who is signed in, how it looks, help, and the way out. */
export default function AccountMenu() {
  const { data: session } = useSuspenseQuery(sessionQuery());
  const [theme, setTheme] = useState(currentTheme);
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
      <MenuSeparator />
      <MenuLabel>Appearance</MenuLabel>
      {themes.map(({ value, label }) => (
        <MenuItem
          key={value}
          onSelect={() => {
            applyTheme(value);
            setTheme(value);
          }}
        >
          <Check aria-hidden className={value === theme ? "text-brand" : "invisible"} />
          {label}
          {value === theme && <span className="sr-only">(chosen)</span>}
        </MenuItem>
      ))}
      <MenuSeparator />
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

function useSignOut(): () => void {
  const client = useQueryClient();
  const router = useRouter();
  return () => {
    void api
      .POST("/api/v1/auth/sign-out")
      .catch(() => undefined)
      .then(() => {
        setCsrfToken(null);
        client.clear();
        return router.navigate({ to: "/sign-in", search: {} });
      });
  };
}
