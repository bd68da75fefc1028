import { Badge, Button, FilterBar, Select, Table, TabPanel, Tabs, Td, Th, Thead, Tr } from "@tessera/ui";
import { useState } from "react";
import { Exhibit } from "./exhibit";

const rows = [
  { code: "EUSNV9", name: "Hannah Köster", total: "€529.00", paid: true },
  { code: "JJWT9M", name: "高橋 健", total: "€349.00", paid: false },
  { code: "9ULCP7", name: "ليلى حداد", total: "€69.00", paid: true },
];

/** Tables, filters, tabs. */
export function Lists() {
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<"asc" | "desc">("asc");
  const [tab, setTab] = useState<"html" | "text">("html");
  return (
    <>
      <Exhibit name="Filter bar" wide>
        <FilterBar search={search} onSearch={setSearch} label="Search orders" summary="196 orders · €78,336.00">
          <Select aria-label="Status" className="w-40">
            <option>Every status</option>
          </Select>
          <Button>Filter</Button>
        </FilterBar>
      </Exhibit>
      <Exhibit name="Table" wide>
        {[false, true].map((refreshing) => (
          <Table key={String(refreshing)} label={refreshing ? "Orders, refreshing" : "Orders"} refreshing={refreshing}>
            <Thead>
              <Th sort={sort} onSort={() => setSort(sort === "asc" ? "desc" : "asc")}>
                Order
              </Th>
              <Th>Buyer</Th>
              <Th>Status</Th>
              <Th align="end">Total</Th>
            </Thead>
            <tbody>
              {rows.map(({ code, name, total, paid }) => (
                <Tr key={code}>
                  <Td className="font-code font-semibold">{code}</Td>
                  <Td>
                    <bdi>{name}</bdi>
                  </Td>
                  <Td>
                    <Badge tone={paid ? "success" : "warning"}>{paid ? "Paid" : "Awaiting payment"}</Badge>
                  </Td>
                  <Td align="end">{total}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        ))}
      </Exhibit>
      <Exhibit name="Tabs" wide>
        <Tabs
          value={tab}
          onChange={setTab}
          label="Forms of a mail"
          tabs={[
            { value: "html", label: "As shown" },
            { value: "text", label: "Plain text" },
          ]}
        >
          <TabPanel value="html">The first panel.</TabPanel>
          <TabPanel value="text">The second panel.</TabPanel>
        </Tabs>
      </Exhibit>
    </>
  );
}
