import { cn } from "@tessera/ui";
import { type ReactNode, useEffect } from "react";

interface PageProps {
  /** The one `h1`, and the browser tab's title. */
  title: string;
  /** For the tab only, when it should say more than the heading. */
  documentTitle?: string;
  /** Badges beside the heading. */
  badge?: ReactNode;
  /** A line under the heading. */
  subtitle?: ReactNode;
  /** Buttons at the end of the heading's line; one primary at most. */
  actions?: ReactNode;
  /** The link to the list that it belongs to. */
  back?: ReactNode;
  /** `form` keeps lines readable, `wide` fills the content area. */
  width?: "form" | "wide";
  children: ReactNode;
}

/** The frame of every screen: heading with actions, then the content. Focus lands on the heading after navigation. */
export function Page(props: PageProps) {
  const { title, documentTitle, badge, subtitle, actions, back, width = "wide", children } = props;
  useEffect(() => {
    document.title = `${documentTitle ?? title} – Tessera`;
  }, [title, documentTitle]);
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-6 md:px-8">
      {back && (
        <p className="-mt-2 pb-2 [&_a:hover]:underline [&_a]:inline-flex [&_a]:items-center [&_a]:gap-1 [&_a]:text-ink-2">
          {back}
        </p>
      )}
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3 pb-6">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 tabIndex={-1} className="min-w-0 text-2xl font-semibold text-balance break-words">
              {title}
            </h1>
            {badge}
          </div>
          {subtitle && <div className="mt-1 text-ink-2">{subtitle}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className={cn(width === "form" && "max-w-2xl")}>{children}</div>
    </div>
  );
}

/** A long screen's sections, beside a list of them where there is room: ids with what they are called. */
export function Parts({ parts, children }: { parts: readonly (readonly [string, string])[]; children: ReactNode }) {
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,42rem)_minmax(0,1fr)]">
      <div>{children}</div>
      <nav aria-label="On this page" className="hidden lg:block">
        <ul className="sticky top-20 flex flex-col border-s border-line text-sm">
          {parts.map(([id, label]) => (
            <li key={id}>
              <a
                href={`#${id}`}
                className="-ms-px block border-transparent border-s-2 px-4 py-1.5 text-ink-2 hover:border-control hover:text-ink"
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

/** A titled part of a screen. The id is a place that links and the setup checklist may point to. */
export function Section(props: {
  id?: string;
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { id, title, hint, actions, children } = props;
  return (
    <section
      id={id}
      tabIndex={id ? -1 : undefined}
      aria-label={title}
      className="scroll-mt-20 border-t border-line py-6 first:border-t-0 first:pt-0"
    >
      <div className="flex flex-wrap items-start justify-between gap-3 pb-4">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold">{title}</h2>
          {hint && <p className="max-w-[68ch] text-ink-2">{hint}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
