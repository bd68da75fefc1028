import { CopyButton } from "@tessera/ui";

interface Props {
  /** What it is; nothing where the drawer says it already. */
  label?: string;
  /** What the button says. */
  copy: string;
  text: string;
}

/** Something long and exact, to be copied. */
export function Secret({ label, copy, text }: Props) {
  return (
    <div className="flex flex-col gap-2">
      {label && <p className="font-semibold">{label}</p>}
      <p className="rounded-card border border-line p-4 font-code break-all select-all">{text}</p>
      <CopyButton text={text} label={copy} variant="secondary" size="md" className="self-start" />
    </div>
  );
}
