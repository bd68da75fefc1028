# Dates
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
date-long = { $weekday } { $day } { $month } { $year }
date-short = { $weekday } { $day } { $month } { $year }
day-long = { $weekday } { $day } { $month }
day-short = { $weekday } { $day } { $month }
date-range = { $from } – { $to }
date-at = { $date }, { $time } { $zone }
time-range = { $from }–{ $to } { $zone }
time-from = From { $from } { $zone }
doors-at = Doors open at { $time }

# Everywhere
skip = Skip to the content
languages = Languages
help-question = Questions? Write to
made-with = Made with { $name }
error-prefix = Error:
problem-title = There is a problem
optional = (optional)
continue = Continue
back = Back
change = Change
total = Total
free = Free
tickets = Tickets
tickets-count = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
}
your-order = Your order
online = Online

# Front page and organiser page
front-title = What’s on
front-lead = Public events by the organisers on this site. Pick one, get your ticket in a minute – no account needed.
front-empty-title = Nothing is on sale right now
front-empty-text = As soon as an organiser publishes an event, it appears here.
for-organisers = Are you organising something?
organiser-sign-in = Sign in to manage your events
upcoming-events = Coming up
past-events = Past events
no-events-title = No public events yet
no-events-text = New dates show up here. To hear of them without looking, add the calendar to yours:
subscribe-calendar = Subscribe in your calendar

# Event page
price-from = From { $price }
price-up-to = Free to { $price }
price-or-more = { $price } or more
your-price = What you give for { $name }
your-price-short = You give
amount-not-a-number = Enter an amount such as 12.50
amount-too-low = That is less than the smallest amount
amount-too-high = That is more than can be paid here
get-tickets = Get tickets
about-event = About this event
hosted-by = Hosted by
add-to-calendar = Add to calendar
show-on-map = Show on a map
also-online = and online
online-link-later = The link comes with your ticket.
your-time = { "{" }time{ "}" } in your time zone
unlocked = Unlocked by your code
quantity-of = How many: { $name }
at-most = { $count ->
    [one] at most 1
   *[other] up to { $count }
}
fewer = One fewer
more = One more
stock-low = { $count ->
    [one] Only 1 left
   *[other] Only { $count } left
}
stock-few = Only a few left
stock-held = All remaining tickets are in other people’s carts. Look again in a few minutes: those not bought come back.
stock-sold-out = Sold out
stock-not-yet = On sale from { $when }
stock-over = The sale has ended
stock-off = Not on sale
sale-until = On sale until { $when }
no-tickets-yet = Tickets are not on sale yet.
hold-promise = { $count ->
    [one] Next: your name and email. We hold your tickets for 1 minute meanwhile. No account needed.
   *[other] Next: your name and email. We hold your tickets for { $count } minutes meanwhile. No account needed.
}
have-code = Have a code?
access-code = Voucher or access code
use-code = Use code
code-unknown = This code is not good for anything at this event, or not any more. Check for typing mistakes.
notice-over-title = This event is over
notice-over-text = It was good to have you. Look at the organiser’s page for what comes next.
notice-sold-out-title = Sold out
notice-sold-out-text = All tickets are gone. Held tickets that nobody buys come back, so it can be worth looking again.
event-cancelled = Cancelled
notice-off-title = This event is cancelled
notice-off-text = It does not take place. If you have a ticket, the organiser has written to you.
test-event-title = Test mode
test-event-text = This event is being tested. What you order now is not a real order: nothing is charged, and the tickets let nobody in.
test-order-title = Test order
test-order-text = This is a test. Nothing is charged, and the tickets let nobody in.
notice-preview-title = Preview – not public
notice-preview-text = Only members of the organisation see this page. Guests see it, and can buy, once the event is published.
notice-imagined-title = Preview as a buyer
notice-imagined-text = What somebody sees on { $when }. Nothing can be bought here.
choose-a-ticket = Choose at least one ticket
quantity-not-a-number = Enter a whole number of tickets, such as 2
quantity-too-many = { $count ->
    [one] Choose at most 1 ticket of this kind
   *[other] Choose at most { $count } tickets of this kind
}
order-too-large = An order can have at most { $count } tickets
no-longer-available = These tickets have just gone. The list shows what is left now.

# Checkout
held-for-you = Tickets held for you
held-for = { $count ->
    [one] held for about 1 minute
   *[other] held for about { $count } minutes
}
held-minutes-script = held for about { "{" }count{ "}" } min
held-over-script = time is up
extend-time = Extend time
time-extended = Done. You have more time now.
time-not-extended = This is all the time there is.
step-of = Step { $number } of { $count }
give-up = Give up these tickets
you-title = Who is buying?
full-name = Full name
email = Email address
email-hint = Your tickets go here.
name-missing = Enter your full name
name-unfit = Use at most 200 characters and no invisible ones
email-missing = Enter your email address
email-invalid = Enter an email address in the form name@example.org
did-you-mean = Did you mean { $email }?
did-you-mean-text = We could not reach you at a mistyped address.
use-address = Use { $email }
keep-address = My address is right, continue
attendees-title = Who are the tickets for?
attendees-lead = Names are printed on the tickets. You can leave them out; every ticket is valid without a name, too.
attendee-name = Name
ticket-number = Ticket { $number } of { $count }
add-later = Add later
no-name-yet = No name given
review-title = Check and pay
review-title-free = Check your order
tickets-go-to = Tickets go to
how-to-pay = How do you want to pay?
method-missing = Choose how you want to pay
method-sandbox = Card (sandbox)
method-sandbox-hint = A pretend payment page for trying things out. No money moves.
method-bank = Bank transfer
method-bank-hint = { $days ->
    [one] You get our bank details and have 1 day to pay. Your tickets come when the money has arrived.
   *[other] You get our bank details and have { $days } days to pay. Your tickets come when the money has arrived.
}
pay-amount = Pay { $amount }
pay-amount-with = Pay { $amount } · { $method }
place-free-order = Place free order
looked-at = The organiser looks at the order first
asks-note = { $name } looks at this order first. Your places are kept meanwhile, and you pay nothing now.
place-asking = Send the request
seller-note = You are buying from { $name }.
notice-declined-title = The payment was declined
notice-declined-text = No money was taken, and your tickets are still reserved. You can try again.
notice-total-changed-title = The total has changed
notice-total-changed-text = Check the new amount below before you go on. Nothing has been ordered yet.
expired-title = Your time is up
expired-text = The tickets went back on sale so that others could have them. With a bit of luck they are still there.
expired-lost = Meanwhile somebody else took
try-again = Try to get them again
choose-again = Choose again

# Order
status-asked = We will look at your order
status-asked-text = Your places are kept, and there is nothing to pay yet. As soon as it is decided, we write to { $email }.
status-denied = This order could not be accepted
status-denied-text = Its places are free again, and you owe nothing. The mail says why, if the organiser told.
status-transfer = Waiting for your transfer
status-transfer-text = Your tickets are reserved. Transfer the amount by { $until }; as soon as it has arrived, we mail your tickets to { $email }.
status-unpaid = Not paid yet
status-unpaid-text = Your tickets are reserved. Pay by { $until }; right after that we mail your tickets to { $email }.
status-done = You are going!
status-done-text = Your tickets are below, and on their way to { $email }. Show them on your phone or print them; that is all.
status-expired = This order was not paid in time
status-expired-text = The tickets went back on sale. Nothing is owed. If you have paid already, write to the organiser.
status-cancelled = This order is cancelled
status-cancelled-text = Its tickets no longer let anybody in. If you did not expect this, write to the organiser.
order-code = Order
order-of = Order { $code }
bank-title = Transfer the money
bank-amount = Amount
bank-reference = Reference
bank-holder = Account holder
bank-name = Bank
bank-hint = Use exactly this reference, so that the transfer finds your order.
ticket-state-valid = Valid
ticket-state-used = Already used
ticket-state-cancelled = Cancelled
ticket-state-waiting = After payment
ticket-state-asked = After approval
show-ticket = Show ticket
all-tickets-pdf = Tickets as PDF
mail-again = Mail my tickets again
notice-mailed-title = Your tickets are on their way
notice-mailed-text = They should arrive in a minute or two. Look into the spam folder, too.
change-names = Change names
names-title = Who are the tickets for?
names-lead = You can change the names until { $until }. The codes stay the same: a ticket that was printed before still works. Nothing is mailed.
save-names = Save names
name-invalid = Use a name of at most 200 letters in one line
notice-named-title = The names are changed
notice-named-text = They are on the tickets below and in the PDF from now on. If somebody needs the ticket by mail, send it again.
keep-link = This page’s address is the key to your order. Keep it, and share it only with people who may use your tickets.
ordered-by = Ordered by
ordered-on = Ordered on
to-order = Your order
ticket-kind = Ticket
ticket-hint = Hold this code to the scanner with your screen bright. It also works without a network, and as a printout.
previous-ticket = Previous ticket
next-ticket = Next ticket
pending-title = We are waiting for the payment to be confirmed
pending-text = { $amount } is under way. This usually takes a few seconds. You can close this page: we write to { $email } as soon as we know.
check-again = Check again
see-order = See your order

# When something is wrong
trouble-not-found-title = There is no such page
trouble-not-found-text = The address may be mistyped or incomplete. If it came by mail, copy the whole link. If you are looking for your order, open the link in your confirmation mail.
trouble-gone-title = This page is gone
trouble-gone-text = It was here once, but the organiser has taken it down.
trouble-busy-title = Many people are here right now
trouble-busy-text = Your request is fine, there were just too many. Wait a minute, then load the page again. Nothing you entered before is lost.
trouble-refused-title = This form could not be used
trouble-refused-text = It was sent from somewhere else or did not arrive whole. Go back, load the page again and send it once more.
trouble-broken-title = Something broke on our side
trouble-broken-text = It is not your fault. Try again in a minute; if you were paying, look at your mail first, the order may have gone through.
correlation = Reference for the organiser:
go-home = To the front page
back-to = Back to { $name }

# Accessibility and privacy
accessibility-title = Accessibility
accessibility-lead = Everybody should be able to find an event, buy a ticket and get in. The public pages of this site are built to meet WCAG 2.2, level AA.
accessibility-works = What you can rely on
accessibility-works-keyboard = Everything works with the keyboard alone, with screen readers, at 400 % zoom, on a screen 320 pixels wide, in light and dark, and with reduced motion.
accessibility-works-plain = No JavaScript is needed. Errors are listed at the top of the page and repeated beside the field, and what you entered is kept.
accessibility-time = Time limits
accessibility-time-text = Tickets are held for a limited time while you order. Every page says how long, and you can extend it with one button several times.
accessibility-limits = Known limits
accessibility-limits-text = Descriptions and pictures come from the organisers; we cannot promise that their texts are plain. The payment pages of payment services are made by them.
accessibility-tell = Found a barrier?
accessibility-tell-text = Write to the organiser at the address at the bottom of their pages. Say which page it was and what you wanted to do; an order can also be made by mail.
privacy-title = Privacy
privacy-lead = Little is asked, little is kept, nothing is sold.
privacy-reading = When you only look around
privacy-reading-text = No cookies, no tracking, no content from other sites. The server notes technical data such as the time and the address of a request for a short while, to keep the site running safely.
privacy-buying = When you order
privacy-buying-text = We store your name, your email address, the names on the tickets, what you ordered and when, and whether it was paid and used.
privacy-buying-use = The organiser of the event uses this to send your tickets, to let you in and to do their accounts. Card numbers never reach this site; payment services handle them.
privacy-link = The link to your order
privacy-link-text = Who knows the link to your order can see it. It is long, random and kept out of search engines and of the addresses we send to other sites.
privacy-my = When you sign in to My tickets
privacy-my-text = A cookie keeps you signed in for 30 days, until you sign out. Of a passkey we store its name and its public half, never your finger or face. If you sign in through a service of the organiser, we store who you are there and the address that it has proven.
privacy-code = The code on your ticket
privacy-code-text = The code contains no personal data, only a signed random number.
privacy-rights = Your rights
privacy-rights-text = You may ask the organiser what is stored about you, and have it corrected or deleted where the law does not require keeping it. Their address stands at the bottom of their pages.

# On the printed ticket
print-test = TEST · { $name }
print-ticket = Ticket
print-when = When
print-venue = Where
print-attendee = Name
print-ticket-type = Ticket type
print-price = Price
print-order = Order
print-notes = Good to know
print-hint = Show this code at the entrance, on paper or on your phone.
print-code = QR code of your ticket

# When an app asks to act for somebody
consent-title = { $app } wants to act for you
consent-in = In the organisation { $organisation }.
consent-list = It would be allowed to
consent-nothing = See the events of the organisation, and nothing else.
consent-bounds = It can never do more than you may do yourself at the time. You can take it back at any time, under Your account.
consent-lasts = It holds for { $days } days at the most, less if the app is not used for 30. Then you are asked again.
consent-as = You are signed in as { $name } ({ $email }).
consent-to = Whatever you choose, you go back to { $destination }.
consent-allow = Allow
consent-deny = Refuse
may-organisation-edit = Change the organisation's name, contact and pages.
may-security-manage = Decide how members have to sign in.
may-api-keys-manage = Make and revoke keys for programs.
may-audit-view = Read who changed what.
may-members-view = See who belongs to the team, and what they may do.
may-members-manage = Invite people, change what they may do, and remove them.
may-roles-manage = Make and change roles of your own, and teams.
may-events-create = Draft new events.
may-events-edit = Change what an event says about itself, and its picture.
may-events-publish = Put events on sale and take them off.
may-catalogue-edit = Change ticket types, their prices and numbers, and how guests pay.
may-orders-view = See orders, buyers and sales figures.
may-orders-create = Place orders for guests.
may-orders-edit = Correct orders and send tickets again.
may-orders-approve = Approve orders that wait to be looked at, or deny them.
may-orders-mark-paid = Mark orders as paid.
may-orders-cancel = Cancel orders.
may-orders-refund = Give money back.
may-orders-export = Download orders as a file.
may-checkin-view = See check-in lists and who is in.
may-checkin-perform = Let people in, and undo it.
may-checkin-manage = Make check-in lists and links for door staff.
may-mails-view = Read the mails that were sent.
may-jobs-manage = See what failed in the background, and try it again.
# A guest's own orders
my-tickets = My tickets
my-lead = See everything that you ordered here: we mail you a link.
my-email-invalid = Enter your address, such as name@example.org
my-send = Mail me the link
my-sent-title = Look into your mail
my-sent = If anything was ordered with this address, the link is on its way. It works once and for an hour.
my-again = Use another address
my-enter-title = Welcome back
my-enter-text = The link works once. Go on to see your orders.
my-enter = See my tickets
my-over-title = This link is over
my-over-text = It was used, or is older than an hour. Have another one mailed.
my-of = Orders of { $email }
my-none = Nothing was ordered with this address.
my-tickets-count = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
}
my-out = Sign out
my-paid = Paid
my-pending = Not paid yet
my-cancelled = Cancelled
my-provider = Sign in with { $name }
my-unproven = You are signed in there, but no proven mail address came along. Prove yours once by a mailed link, opened in this browser; from then on you come straight in.
my-way-over = Signing in took too long, or began in another browser. Try again.
my-way-refused = Signing in there did not work. Try again, or have a link mailed.
my-passkeys = Passkeys
my-passkeys-text = With a passkey you sign in by finger, face or PIN, without waiting for a mail. Removing one signs you out on your other devices.
my-passkeys-stale = To change your passkeys, sign in anew: we mail you a link.
my-passkey-add = Add a passkey
my-passkey-remove = Remove
my-passkey-remove-named = Remove the passkey { $name }
my-passkey-name = What to call it
my-passkey-usual-name = My device
my-passkey-make = Add a passkey
my-passkey-make-text = Give it a name, then follow your device.
my-passkey-use = Use a passkey
my-passkey-use-text = Follow your device.
my-passkey-failed = That did not work
my-passkey-again = Nothing was changed. Try again, or go back and have a link mailed.
my-passkey-refused = This passkey is not known here, or it took too long. Try again, or have a link mailed.
my-passkey-not-added = This passkey was not added: it is there already, or it took too long. Try again.
my-passkeys-full = You have 20 passkeys. Remove those that you do not use, then add another.
my-passkey-no-script = Passkeys need JavaScript. Go back and have a link mailed instead.
# Prices, vouchers and taxes
summary-title = Order { $code }
summary-event = Event
summary-ordered-on = Ordered on
summary-ordered-by = Ordered by
summary-item = What
summary-quantity = Qty
summary-net = Net
summary-tax = Tax
summary-total = Total
summary-rates = Tax by rate
summary-rate = { $rate } %
summary-instead = instead of { $price }
summary-voucher = Voucher
summary-payment = Payment
summary-paid = Paid
summary-unpaid = Not paid yet
summary-over = Cancelled
summary-no-invoice = This page sums up the order. It is not an invoice.
price-before = instead of
tax-note = incl. { $rate } % { $name }
tax-note-none = Reverse charge: the buyer owes the VAT
tax-sum = of that { $rate } % tax on { $net }
line-tax = { $net } net + { $rate } % tax { $tax }
sold-by = Sold by
vat-id-seller = VAT ID of the seller
vat-id-buyer = Your VAT ID
seller-vat-id = VAT ID
order-pdf = Order as PDF
voucher-in-use = Code { $code } is used.
voucher-remove = Don’t use it
voucher-unknown = There is no such code at this event. Check for typing mistakes.
voucher-expired = This code is not valid any more.
voucher-used = This code was used as often as it can be, or somebody was faster.
voucher-other = This code is not good for the tickets that you chose.
voucher-too-few = This code needs more tickets than you chose.
voucher-needed = The code is not good for that many of these tickets, or some of them need it.
country = Country
country-hint = The tax depends on it.
country-choose = Choose a country
country-missing = Choose your country
country-not-sold = Tickets are not sold to buyers of this country. Choose another one, or ask the organiser.
business = I buy for a business
vat-id = VAT ID
vat-id-hint = With the letters of the country in front, such as DE136695976
vat-id-invalid = Check the VAT ID: a digit may be mistyped
vat-id-country = The VAT ID belongs to another country than the one chosen

# The step between the tickets and the checkout.
bundle-contains = Contains:
add-ons-title = Anything else?
add-ons-for = With { $count } × { $name }
add-ons-up-to = Up to { $count }, if you like
add-ons-exactly = { $count ->
    [one] One belongs to it
   *[other] { $count } belong to it
  }
add-ons-between = At least { $least }, at most { $most }
add-ons-at-least = { $name }: choose at least { $count }.
add-ons-at-most = { $name }: choose at most { $count }.
add-on-included = Included
add-ons-back = Choose other tickets
