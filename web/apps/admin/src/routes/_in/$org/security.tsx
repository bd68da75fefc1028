import { createFileRoute } from "@tanstack/react-router";
import { SecurityPage } from "../../../security/security-page";

export const Route = createFileRoute("/_in/$org/security")({ component: Security });

function Security() {
  return <SecurityPage org={Route.useParams().org} />;
}
