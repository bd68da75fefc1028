import { useNavigate } from "@tanstack/react-router";
import type { Event, Fee, PriceSettings, TaxRule } from "@tessera/client";
import { Button, EmptyState, pickText } from "@tessera/ui";
import { Landmark, Plus, Receipt } from "lucide-react";
import { lazy, Suspense } from "react";
import { Page, Section } from "../app/page";
import { useCan } from "../app/permissions";
import { RemovalAlert } from "../app/removal-alert";
import { useGone } from "../lib/removal";
import type { Offer } from "../prices/scope";
import { TestBasket } from "../prices/test-basket";
import { FeeList } from "./fee-list";
import type { FeeKey, TaxKey } from "./preset-keys";
import { SettingsForm } from "./settings-form";
import { TaxList } from "./tax-list";

const TaxEditor = lazy(() => import("./tax-editor"));
const FeeEditor = lazy(() => import("./fee-editor"));

interface Search {
  panel?: "tax" | "fee" | undefined;
  tax?: TaxKey | undefined;
  charge?: FeeKey | undefined;
  rule?: string | undefined;
  fee?: string | undefined;
}

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  settings: PriceSettings;
  rules: TaxRule[];
  fees: Fee[];
  search: Search;
}

/** How prices are meant, which tax is on them, and what is added. */
export function TaxesPage({ org, event, offer, settings, search, ...all }: Props) {
  const navigate = useNavigate();
  const gone = useGone();
  const mayEdit = useCan("catalogue.edit");
  const rules = all.rules.filter(({ id }) => !gone.has(id));
  const fees = all.fees.filter(({ id }) => !gone.has(id)).toSorted((a, b) => (a.sort ?? 0) - (b.sort ?? 0));
  const go = (next: Search) =>
    void navigate({
      to: "/$org/events/$event/taxes",
      params: { org, event: event.slug },
      search: next,
      resetScroll: false,
    });
  const rule = rules.find(({ id }) => id === search.rule);
  const fee = fees.find(({ id }) => id === search.fee);
  const common = { org, event, mayEdit };
  return (
    <Page
      title="Taxes and fees"
      subtitle="How prices are meant, which tax is on them, and what is added."
      documentTitle={`Taxes and fees · ${pickText(event.name, event.locales[0])}`}
    >
      <div className="@container">
        <div className="grid gap-8 @4xl:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="min-w-0">
            <RemovalAlert />
            <Section
              id="taxes"
              title="Taxes"
              hint={
                !settings.default_tax_rule_id &&
                rules.length > 0 &&
                "No rule is for everything else: tickets that none names are sold without tax."
              }
              actions={
                mayEdit &&
                rules.length > 0 && (
                  <Button onClick={() => go({ panel: "tax" })}>
                    <Plus aria-hidden /> Add tax rule
                  </Button>
                )
              }
            >
              {rules.length > 0 ? (
                <TaxList {...common} offer={offer} rules={rules} fees={fees} settings={settings} />
              ) : (
                <EmptyState
                  icon={Landmark}
                  title="No taxes yet"
                  action={
                    mayEdit && (
                      <Button variant="primary" onClick={() => go({ panel: "tax" })}>
                        <Plus aria-hidden /> Add tax rule
                      </Button>
                    )
                  }
                >
                  Everything is sold without tax. A rule says which rate applies to whom, such as 19% for everybody.
                </EmptyState>
              )}
            </Section>
            <Section
              id="fees"
              title="Fees"
              actions={
                mayEdit &&
                fees.length > 0 && (
                  <Button onClick={() => go({ panel: "fee" })}>
                    <Plus aria-hidden /> Add fee
                  </Button>
                )
              }
            >
              {fees.length > 0 ? (
                <FeeList {...common} fees={fees} />
              ) : (
                <EmptyState
                  icon={Receipt}
                  title="No fees"
                  action={
                    mayEdit && (
                      <Button onClick={() => go({ panel: "fee" })}>
                        <Plus aria-hidden /> Add fee
                      </Button>
                    )
                  }
                >
                  Buyers pay the tickets and nothing else. A fee adds an amount or a share, or shows what you bear.
                </EmptyState>
              )}
            </Section>
            <Section id="prices" title="How prices are meant">
              <SettingsForm {...common} settings={settings} />
            </Section>
          </div>
          <div className="min-w-0 @4xl:sticky @4xl:top-20 @4xl:self-start">
            <TestBasket org={org} event={event} offer={offer} settings={settings} aboutBuyer />
          </div>
        </div>
      </div>
      <Suspense>
        {mayEdit && (search.panel === "tax" || rule) && (
          <TaxEditor
            key={rule?.id ?? "new"}
            org={org}
            event={event}
            offer={offer}
            settings={settings}
            rule={rule}
            preset={search.tax}
            onPreset={(tax) => go({ panel: "tax", tax })}
            onClose={() => go({})}
          />
        )}
        {mayEdit && (search.panel === "fee" || fee) && (
          <FeeEditor
            key={fee?.id ?? "new"}
            org={org}
            event={event}
            rules={rules}
            fee={fee}
            preset={search.charge}
            onPreset={(charge) => go({ panel: "fee", charge })}
            lastSort={fees.at(-1)?.sort ?? 0}
            onClose={() => go({})}
          />
        )}
      </Suspense>
    </Page>
  );
}
