/** Where to go after signing in: only addresses inside the admin, else the front door. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  return next.replace(/^\/admin(?=\/|$)/, "") || "/";
}

/** The page that asks whether an app may act for somebody: the one place outside the admin that sends people here. */
export function consentPage(next: string | undefined): string | null {
  return next && /^\/oauth\/authorize\?[^\\]*$/.test(next) ? next : null;
}
