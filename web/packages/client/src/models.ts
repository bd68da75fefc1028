import type { Answer, Body } from "./client";

/* Names for what the operations answer with, taken from the generated paths so that they cannot drift. */
type Org = "/api/v1/organisations/{org}";
type Ev = `${Org}/events/{event}`;

export type Organisation = Answer<Org, "get">;
export type OrganisationIn = Body<"/api/v1/organisations", "post">;
export type OrganisationPatch = Body<Org, "patch">;

export type Session = Answer<"/api/v1/me", "get">;
export type Membership = Session["organisations"][number];
export type Permission = Membership["permissions"][number];
type SignInAnswer = Answer<"/api/v1/auth/sign-in", "post">;
/** The answer of a sign-in that wants a second factor. */
export type SecondFactorAsked = Extract<SignInAnswer, { second_factor: unknown }>;
export type SecondFactorKind = SecondFactorAsked["second_factor"]["kinds"][number];
export type AccountLogEntry = Answer<"/api/v1/me/log", "get">["items"][number];
export type DeviceSession = Answer<"/api/v1/me/sessions", "get">["items"][number];
export type Passkey = Answer<"/api/v1/me/passkeys", "get">["items"][number];
export type Factors = Answer<"/api/v1/me/factors", "get">;

export type PermissionView = Answer<"/api/v1/permissions", "get">["items"][number];
export type ApiKey = Answer<`${Org}/api-keys`, "get">["items"][number];
export type ThirdPartyApp = Answer<`${Org}/apps`, "get">["items"][number];
export type AllowedApp = Answer<"/api/v1/me/apps", "get">["items"][number];
export type Role = Answer<`${Org}/roles`, "get">["items"][number];
export type Member = Answer<`${Org}/members`, "get">["items"][number];
export type Invitation = Answer<`${Org}/invitations`, "get">["items"][number];
export type InvitationOffer = Answer<"/api/v1/invitations/{token}", "get">;
export type AuditEntry = Answer<`${Org}/audit`, "get">["items"][number];
export type AuditSettings = Answer<`${Org}/audit/settings`, "get">;
export type SecurityPolicy = Answer<`${Org}/security`, "get">;
export type Sso = Answer<`${Org}/sso`, "get">;
export type SsoConnection = NonNullable<Sso["connection"]>;
export type SsoDomain = Answer<`${Org}/sso/domains`, "get">["items"][number];
export type SsoTest = Answer<`${Org}/sso/tests/{token}`, "get">;
export type GuestSignIn = Answer<`${Org}/guest-provider`, "get">;
export type Scim = Answer<`${Org}/scim`, "get">;
export type Team = Answer<`${Org}/teams`, "get">["items"][number];

export type EventPage = Answer<`${Org}/events`, "get">;
export type EventSummary = EventPage["items"][number];
export type EventIn = Body<`${Org}/events`, "post">;
export type EventPatch = Body<Ev, "patch">;
export type Event = Answer<Ev, "get">;
export type Checklist = Answer<`${Ev}/checklist`, "get">;
export type ChecklistItem = Checklist["items"][number];
export type Stats = Answer<`${Ev}/stats`, "get">;

export type Product = Answer<`${Ev}/products/{product}`, "get">;
export type ProductIcon = NonNullable<Product["icon"]>;
export type ProductIn = Body<`${Ev}/products`, "post">;
export type ProductsPatch = Body<`${Ev}/products`, "patch">;
export type ProductPatch = Body<`${Ev}/products/{product}`, "patch">;
export type ChannelPrices = Product["channel_prices"];
export type Availability = Product["availability"];
export type Money = Product["price"];
export type Variation = Product["variations"][number];
export type VariationIn = Body<`${Ev}/products/{product}/variations`, "post">;
export type Quota = Answer<`${Ev}/quotas`, "get">["items"][number];
export type QuotaPatch = Body<`${Ev}/quotas/{quota}`, "patch">;
export type Category = Answer<`${Ev}/categories`, "get">["items"][number];
export type Explanation = Answer<`${Ev}/products/{product}/availability`, "get">["items"][number];
export type Reason = Explanation["reasons"][number];

export type VoucherPage = Answer<`${Ev}/vouchers`, "get">;
export type Voucher = VoucherPage["items"][number];
export type VoucherIn = Body<`${Ev}/vouchers`, "post">;
export type PriceEffect = NonNullable<VoucherIn["effect"]>;
export type PriceScope = NonNullable<VoucherIn["scope"]>;
export type Discount = Answer<`${Ev}/discounts`, "get">["items"][number];
export type DiscountIn = Body<`${Ev}/discounts`, "post">;
export type Fee = Answer<`${Ev}/fees`, "get">["items"][number];
export type FeeIn = Body<`${Ev}/fees`, "post">;
export type TaxRule = Answer<`${Ev}/tax-rules`, "get">["items"][number];
export type TaxRuleIn = Body<`${Ev}/tax-rules`, "post">;
export type TaxCase = NonNullable<TaxRuleIn["cases"]>[number];
export type Treatment = TaxRuleIn["base"];
export type PriceSettings = Answer<`${Ev}/price-settings`, "get">;
export type QuoteIn = Body<`${Ev}/quote`, "post">;
export type DraftVoucher = NonNullable<QuoteIn["draft_voucher"]>;
export type DraftDiscount = NonNullable<QuoteIn["draft_discount"]>;
export type Quote = Answer<`${Ev}/quote`, "post">;

export type OrderPage = Answer<`${Ev}/orders`, "get">;
export type OrderSummary = OrderPage["items"][number];
export type Order = Answer<`${Ev}/orders/{code}`, "get">;
export type OrderStatus = OrderSummary["status"];
export type Position = Order["positions"][number];
export type OrderIn = Body<`${Ev}/orders`, "post">;

export type CheckInList = Answer<`${Ev}/check-in-lists/{list}`, "get">;
export type DoorLink = Answer<`${Ev}/door-links`, "get">["items"][number];
export type NewDoorLink = Answer<`${Ev}/door-links`, "post">;
export type DoorDevice = Answer<"/api/v1/door", "get">;
export type Verdict = Answer<`${Ev}/check-in-lists/{list}/redeem`, "post">;
export type Scan = Answer<`${Ev}/check-in-lists/{list}/scans`, "get">["items"][number];

export type MailPage = Answer<`${Org}/mails`, "get">;
export type MailSummary = MailPage["items"][number];
export type Mail = Answer<`${Org}/mails/{mail}`, "get">;
export type DeadJobPage = Answer<`${Org}/jobs`, "get">;
export type DeadJob = DeadJobPage["items"][number];

/** A text per language, keyed by BCP 47 tag. */
export type LocalizedText = Record<string, string>;
