import { createFileRoute } from "@tanstack/react-router";
import { AuditPage } from "../../../audit/audit-page";
import { auditFilter } from "../../../audit/queries";

export const Route = createFileRoute("/_in/$org/audit")({ validateSearch: auditFilter, component: Audit });

function Audit() {
  return <AuditPage org={Route.useParams().org} search={Route.useSearch()} />;
}
