# All mails
greeting = Hello { $name },
greeting-nobody = Hello,
test-note = TEST – this order does not count, and its tickets let nobody in.
order-title = Order { $code }
total = Total
questions = Questions? Just answer this mail: it goes to { $organiser }.
link-hint = If the button does not work, open this address:
button-order = See your order
note-secret = The link opens your order without a password. Share it only with people who may use your tickets.
reason-from = { $organiser } writes

# The tickets
paid-subject = { $count ->
    [0] Your order for { $event }
    [one] Your ticket for { $event }
   *[other] Your { $count } tickets for { $event }
}
paid-heading = { $count ->
    [0] Thank you for your order
    [one] Here is your ticket
   *[other] Here are your { $count } tickets
}
paid-attached = { $count ->
    [0] Everything is settled.
    [one] Everything is settled. Your ticket is attached as a PDF, and always up to date on your order page.
   *[other] Everything is settled. Your tickets are attached as a PDF, one page each, and always up to date on your order page.
}
paid-online = { $count ->
    [0] Everything is settled.
    [one] Everything is settled. Your ticket is on your order page.
   *[other] Everything is settled. Your tickets are on your order page.
}
paid-button = { $count ->
    [0] Show my order
    [one] Show my ticket
   *[other] Show my tickets
}
paid-note-door = At the door, show the code on your phone or on paper. Each code lets one person in, once.

# Placed, not paid
placed-subject = Please pay { $total } for order { $code }
placed-heading = Your places are reserved
placed-transfer = You ordered tickets for { $event }. Please transfer { $total } to the account below, with exactly this reference; as soon as it arrives, we mail your tickets.
placed-online = You ordered tickets for { $event }. Pay { $total } on your order page; right after that we mail your tickets.
placed-elsewhere = You ordered tickets for { $event }. As soon as { $total } is settled, we mail your tickets.
placed-until = We hold your places until { $until }. After that they go back on sale.
placed-button-pay = Pay now
bank-title = Bank transfer
bank-amount = Amount
bank-holder = Account holder
bank-iban = IBAN
bank-bic = BIC
bank-name = Bank
bank-reference = Reference

# Cancelled
cancelled-subject = Order { $code } was cancelled
cancelled-heading = Your order was cancelled
cancelled-text = Order { $code } for { $event } was cancelled by the organiser. Its tickets are no longer valid.
cancelled-money = What you paid is settled by the organiser; answer this mail if you have not heard about it.

# Not paid in time
expired-subject = Order { $code } has expired
expired-heading = Your reservation has ended
expired-text = No payment for order { $code } arrived in time, so the places for { $event } went back on sale. You owe nothing.
expired-paid-anyway = Have you paid? Answer this mail, and the organiser will look after it.
expired-button = See what is still available

# One's own account
account-verify-subject = Confirm your e-mail address for { $site }
account-verify-heading = Is this your address?
account-verify-text = Somebody signed up at { $site } with this address. If it was you, confirm it with the button.
account-verify-button = Confirm my address
account-verify-note = The link works once and for one day. If it was not you, do nothing.
account-reset-subject = Choose a new password for { $site }
account-reset-heading = A new password
account-reset-text = You asked for a new password at { $site }. Choose it with the button; afterwards you are signed out everywhere.
account-reset-button = Choose a password
account-reset-note = The link works once and for one hour. If you did not ask for it, do nothing: your password stays as it is.
account-change-subject = Confirm your new e-mail address for { $site }
account-change-heading = Your new address
account-change-text = Your account at { $site } is to use this address. It does as soon as you confirm it with the button.
account-change-button = Use this address
account-change-note = The link works once and for one day. If it was not you, do nothing.
account-email-changed-subject = Your address at { $site } was changed
account-email-changed-heading = Your address was changed
account-email-changed-text = Your account at { $site } uses another e-mail address from now on. This one is no longer used.
account-email-changed-note = If it was not you, write to whoever runs { $site } at once.
account-password-changed-subject = Your password at { $site } was changed
account-password-changed-heading = Your password was changed
account-password-changed-text = The password of your account at { $site } is another one from now on. Other devices were signed out.
account-password-changed-note = If it was not you, ask for a new password on the sign-in page at once.
account-signed-out-subject = You were signed out of { $organisation }
account-signed-out-heading = You were signed out of { $organisation }
account-signed-out-text = Somebody who manages the members of { $organisation } at { $site } has signed you out there on every device, together with apps and keys of your own. Sign in again, or confirm who you are, to go on. Your account and your other organisations are as they were.
account-signed-out-note = If a device of yours is lost, or you do not know why, sign out everywhere else on your account's page and change your password.
account-secrets-left-subject = { $who } has left { $organisation } and may still know secrets
account-secrets-left-heading = Secrets that { $who } may still know
account-secrets-left-text = { $who } belongs to { $organisation } no more. API keys of the organisation, or apps, that they made go on working, and whoever made one may have kept its secret. They are marked on the page of API keys.
account-secrets-left-button = Look at the keys
account-secrets-left-note = Give apps another secret. Make other keys for the programs that need them, then revoke the old ones.
account-code-subject = Your code for { $site }
account-code-heading = Your sign-in code
account-code-text = Somebody with your password is signing in at { $site }. If it is you, type this code:
account-code-note = The code works once and for ten minutes. Nobody from { $site } will ever ask you for it. If it is not you, change your password.
account-code = Code

# The event is called off
off-subject = { $event } is cancelled
off-heading = The event is cancelled
off-text = { $event } does not take place. This concerns your order { $code }; nobody has to come to the door.
off-money = The organiser settles what you paid. You need not do anything; answer this mail if you have questions.
off-unpaid = Your order was cancelled with it. You owe nothing. If you have paid already, answer this mail.

# An invitation to the team
invitation-subject = { $organiser } invites you to its team
invitation-heading = Join { $organiser }
invitation-text = { $inviter } invites you to the team of { $organiser }.
invitation-text-nobody = You are invited to the team of { $organiser }.
invitation-role = Your role
invitation-events = For these events
invitation-button = See the invitation
invitation-until = The link works once, until { $until }, and only for this address.
invitation-note = If you did not expect this, do nothing: without you, nothing happens.
role-owner = Owner
role-admin = Admin
role-event_manager = Event manager
role-finance = Finance
role-support = Support
role-marketing = Marketing
role-door = Door
role-viewer = Viewer

# A guest asks for their tickets
guest-subject = Your tickets from { $organiser }
guest-heading = See your tickets
guest-text = Somebody asked for all orders with this address at { $organiser }. If it was you, follow the link.
guest-button = See my tickets
guest-until = The link works once and for an hour.
guest-note = If it was not you, do nothing: nobody sees your orders without this mail.

# Looked at first
asked-subject = We received order { $code } for { $event }
asked-heading = We will look at it
asked-text = Thank you for order { $code } for { $event }. { $organiser } looks at every order like this one first.
asked-next = Your places are kept meanwhile, and there is nothing to pay yet. You get a mail as soon as it is decided.
approved-subject = Order { $code } is approved: please pay { $total }
approved-heading = You are welcome
approved-text = { $organiser } approved order { $code } for { $event }. Pay { $total } on your order page; after that we mail your tickets.
denied-subject = Order { $code } could not be accepted
denied-heading = It did not work out
denied-text = { $organiser } could not accept order { $code } for { $event }. Your places are free again, and you owe nothing.
