import { Button, cn, Drawer, Kbd } from "@tessera/ui";
import { Menu as MenuIcon, Search } from "lucide-react";
import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import { commandKey, useKeyboard } from "./keyboard/use-keyboard";
import { Mark } from "./mark";
import { Navigation } from "./navigation";
import { ViewAsBanner } from "./view-as-banner";

/* The two menus follow right after the first paint; their download starts before anything is drawn. */
const organisationMenu = import("./organisation-menu");
const accountMenu = import("./account-menu");
const OrganisationMenu = lazy(() => organisationMenu);
const AccountMenu = lazy(() => accountMenu);
const Palette = lazy(() => import("./palette/palette"));
const ShortcutSheet = lazy(() => import("./keyboard/shortcut-sheet"));

/** The frame of the admin: top bar, sidebar (a panel on narrow screens), content. */
export function Shell({ org, children }: { org?: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [over, setOver] = useState<"palette" | "help" | null>(null);
  const close = () => setOver(null);
  const openPalette = useCallback(() => setOver("palette"), []);
  const openHelp = useCallback(() => setOver("help"), []);
  useKeyboard({ openPalette, openHelp });
  return (
    <div
      className={cn(
        "grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[3rem_1fr]",
        org && "lg:grid-cols-[15rem_minmax(0,1fr)]",
      )}
    >
      <header className="sticky top-0 z-30 col-span-full flex items-center gap-1 border-b border-line bg-surface px-2 print:hidden">
        {org && (
          <Button
            variant="quiet"
            size="icon"
            aria-label="Open navigation"
            className="lg:hidden"
            onClick={() => setOpen(true)}
          >
            <MenuIcon aria-hidden />
          </Button>
        )}
        <Suspense fallback={<Mark className="ms-3.5 size-5" />}>
          <OrganisationMenu />
          <div className="flex-1" />
          {org && <SearchButton onClick={openPalette} />}
          <AccountMenu onHelp={openHelp} />
        </Suspense>
      </header>
      {org && (
        <aside className="sticky top-12 hidden h-[calc(100dvh-3rem)] overflow-y-auto border-e border-line bg-surface-2 lg:block print:hidden">
          <Navigation />
        </aside>
      )}
      <Drawer open={open} onOpenChange={setOpen} title="Navigation" className="w-[min(20rem,100vw)]">
        <div className="-mx-5 -mt-5">
          <Navigation onNavigate={() => setOpen(false)} />
        </div>
      </Drawer>
      <Suspense>
        {over === "palette" && org && <Palette org={org} onClose={close} onHelp={openHelp} />}
        {over === "help" && <ShortcutSheet onClose={close} />}
      </Suspense>
      <main id="content" tabIndex={-1} className="min-w-0">
        <ViewAsBanner />
        {children}
      </main>
    </div>
  );
}

function SearchButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="quiet" onClick={onClick} className="max-sm:size-9 max-sm:p-0">
      <Search aria-hidden />
      <span className="max-sm:sr-only">Search</span>
      <span aria-hidden className="hidden gap-1 pointer-fine:lg:flex">
        <Kbd>{commandKey}</Kbd>
        <Kbd>K</Kbd>
      </span>
    </Button>
  );
}
