import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";

export interface Change {
  label: string;
  before: ReactNode;
  after: ReactNode;
}

/** An address that breaks after its @ where there is no room for all of it. */
export function breakable(address: string): ReactNode {
  const at = address.indexOf("@") + 1;
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}

/** What an action does, before it is done: one line for each thing that changes. */
export function Changes({ changes }: { changes: Change[] }) {
  return (
    <table className="w-full text-start">
      <caption className="sr-only">What changes</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Now</th>
          <th scope="col">Afterwards</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-y border-line">
        {changes.map(({ label, before, after }) => (
          <tr key={label} className="align-top">
            <th scope="row" className="w-20 py-2.5 pe-3 text-start font-normal text-ink-2">
              {label}
            </th>
            <td className="min-w-16 py-2.5 pe-2 text-ink-2 wrap-anywhere">{before}</td>
            <td className="py-2.5 font-semibold wrap-anywhere">
              <span className="flex items-start gap-2">
                <ArrowRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3 rtl:-scale-x-100" />
                <span className="min-w-0">{after}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
