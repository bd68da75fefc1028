import { ApiProblem } from "@tessera/client";
import { Button, EmptyState, PageSkeleton, Progress, Skeleton, StatTile, StockBar, UseBar } from "@tessera/ui";
import { SearchX, Ticket } from "lucide-react";
import { ProblemAlert } from "../app/problem-alert";
import { Exhibit } from "./exhibit";

const failed = new ApiProblem({ status: 500, title: "The server failed to answer", correlation_id: "01JD3K7ZQ8" });

/** Empty, loading, failed; numbers and stock. */
export function States() {
  return (
    <>
      <Exhibit name="Empty state" wide>
        <EmptyState icon={Ticket} title="Add your first ticket" action={<Button variant="primary">Add ticket</Button>}>
          A name, a price and an amount are enough.
        </EmptyState>
        <EmptyState icon={SearchX} title="No order matches" action={<Button>Show all orders</Button>} />
      </Exhibit>
      <Exhibit name="Loading" wide>
        <PageSkeleton rows={2} />
        <Skeleton className="h-9 w-60" />
      </Exhibit>
      <Exhibit name="Failure" wide>
        <ProblemAlert error={failed} onRetry={() => undefined} />
        <ProblemAlert error={ApiProblem.offline()} title="This mail could not be loaded" />
      </Exhibit>
      <Exhibit name="Progress and stock" wide>
        <Progress value={0} max={120} label="Nothing yet" />
        <Progress value={72} max={120} label="Checked in" />
        <Progress value={120} max={120} label="Everybody" />
        <div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-4">
          <StockBar sold={72} held={20} size={120} />
          <StockBar sold={40} held={12} blocked={30} size={120} />
          <StockBar sold={120} held={0} size={120} />
          <StockBar sold={121} held={2} overbooked={3} size={120} />
          <StockBar sold={0} held={0} size={120} />
          <StockBar sold={1284} held={3} size={null} />
          <UseBar used={3} most={10}>
            3 of 10 uses
          </UseBar>
          <UseBar used={3} most={null}>
            3 uses
          </UseBar>
        </div>
      </Exhibit>
      <Exhibit name="Stat tile" wide>
        <div className="grid gap-3 sm:grid-cols-3">
          <StatTile label="Revenue" value="€12,480.00" detail="196 paid orders" />
          <StatTile label="Tickets sold" value="255" />
          <StatTile label="A label that runs on and on" value="₹ 1,23,45,678.00" detail="more than fits in here" />
        </div>
      </Exhibit>
    </>
  );
}
