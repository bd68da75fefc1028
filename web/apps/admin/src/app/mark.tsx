/** The sign of Tessera: four tiles, one of them lit. */
export function Mark({ className = "size-5" }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className={className}>
      <path d="M1 1h8v8H1zM11 1h8v8h-8zM1 11h8v8H1z" className="fill-brand" />
      <path d="M11.75 11.75h6.5v6.5h-6.5z" className="fill-none stroke-brand" strokeWidth="1.5" />
    </svg>
  );
}
