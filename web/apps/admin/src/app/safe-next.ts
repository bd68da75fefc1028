/** Where to go after signing in: only addresses inside the admin, else the front door. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  return next.replace(/^\/admin(?=\/|$)/, "") || "/";
}
