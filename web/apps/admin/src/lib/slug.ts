/** A web address from a name: `Rust Tage München!` → `rust-tage-munchen`. Empty when no Latin letters are left. */
export function slugify(name: string): string {
  return name
    .replaceAll("ß", "ss")
    .replaceAll(/[æÆ]/g, "ae")
    .replaceAll(/[øØ]/g, "o")
    .replaceAll(/[łŁ]/g, "l")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}

/** What the server accepts as a slug. */
export const slugPattern = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
