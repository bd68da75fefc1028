# Alle Mails
greeting = Hallo { $name },
greeting-nobody = Hallo,
test-note = TEST – diese Bestellung zählt nicht, und ihre Tickets lassen niemanden ein.
order-title = Bestellung { $code }
total = Summe
questions = Fragen? Antworten Sie einfach auf diese Mail, sie geht an { $organiser }.
link-hint = Falls der Knopf nicht funktioniert, öffnen Sie diese Adresse:
button-order = Bestellung ansehen
note-secret = Der Link öffnet Ihre Bestellung ohne Passwort. Geben Sie ihn nur an Personen weiter, die Ihre Tickets benutzen dürfen.
reason-from = { $organiser } schreibt

# Die Tickets
paid-subject = { $count ->
    [0] Ihre Bestellung für { $event }
    [one] Ihr Ticket für { $event }
   *[other] Ihre { $count } Tickets für { $event }
}
paid-heading = { $count ->
    [0] Danke für Ihre Bestellung
    [one] Hier ist Ihr Ticket
   *[other] Hier sind Ihre { $count } Tickets
}
paid-attached = { $count ->
    [0] Alles ist erledigt.
    [one] Alles ist erledigt. Ihr Ticket hängt als PDF an dieser Mail und ist auf Ihrer Bestellseite immer auf dem neuesten Stand.
   *[other] Alles ist erledigt. Ihre Tickets hängen als PDF an dieser Mail, eine Seite je Ticket, und sind auf Ihrer Bestellseite immer auf dem neuesten Stand.
}
paid-online = { $count ->
    [0] Alles ist erledigt.
    [one] Alles ist erledigt. Ihr Ticket finden Sie auf Ihrer Bestellseite.
   *[other] Alles ist erledigt. Ihre Tickets finden Sie auf Ihrer Bestellseite.
}
paid-button = { $count ->
    [0] Bestellung zeigen
    [one] Ticket zeigen
   *[other] Tickets zeigen
}
paid-note-door = Zeigen Sie den Code am Einlass auf dem Telefon oder auf Papier. Jeder Code gilt einmal, für eine Person.

# Bestellt, nicht bezahlt
placed-subject = Bitte bezahlen Sie { $total } für Bestellung { $code }
placed-heading = Ihre Plätze sind reserviert
placed-transfer = Sie haben Tickets für { $event } bestellt. Bitte überweisen Sie { $total } auf das Konto unten, genau mit diesem Verwendungszweck. Sobald das Geld da ist, schicken wir Ihre Tickets.
placed-online = Sie haben Tickets für { $event } bestellt. Bezahlen Sie { $total } auf Ihrer Bestellseite; gleich danach schicken wir Ihre Tickets.
placed-elsewhere = Sie haben Tickets für { $event } bestellt. Sobald { $total } beglichen sind, schicken wir Ihre Tickets.
placed-until = Wir halten Ihre Plätze bis { $until } frei. Danach gehen sie zurück in den Verkauf.
placed-button-pay = Jetzt bezahlen
bank-title = Überweisung
bank-amount = Betrag
bank-holder = Kontoinhaber
bank-iban = IBAN
bank-bic = BIC
bank-name = Bank
bank-reference = Verwendungszweck

# Storniert
cancelled-subject = Bestellung { $code } wurde storniert
cancelled-heading = Ihre Bestellung wurde storniert
cancelled-text = Die Bestellung { $code } für { $event } wurde vom Veranstalter storniert. Ihre Tickets gelten nicht mehr.
cancelled-money = Was Sie bezahlt haben, regelt der Veranstalter; antworten Sie auf diese Mail, falls Sie noch nichts davon gehört haben.

# Nicht rechtzeitig bezahlt
expired-subject = Bestellung { $code } ist abgelaufen
expired-heading = Ihre Reservierung ist abgelaufen
expired-text = Für die Bestellung { $code } ist rechtzeitig keine Zahlung eingegangen, deshalb sind die Plätze für { $event } wieder im Verkauf. Sie schulden nichts.
expired-paid-anyway = Haben Sie bezahlt? Antworten Sie auf diese Mail, der Veranstalter kümmert sich darum.
expired-button = Nachsehen, was noch frei ist

# Das eigene Konto
account-verify-subject = Bestätigen Sie Ihre E-Mail-Adresse für { $site }
account-verify-heading = Ist das Ihre Adresse?
account-verify-text = Jemand hat sich bei { $site } mit dieser Adresse angemeldet. Wenn Sie es waren, bestätigen Sie sie mit dem Knopf.
account-verify-button = Adresse bestätigen
account-verify-note = Der Link gilt einmal und einen Tag lang. Wenn Sie es nicht waren, tun Sie nichts.
account-reset-subject = Wählen Sie ein neues Passwort für { $site }
account-reset-heading = Ein neues Passwort
account-reset-text = Sie möchten ein neues Passwort für { $site }. Wählen Sie es mit dem Knopf; danach sind Sie überall abgemeldet.
account-reset-button = Passwort wählen
account-reset-note = Der Link gilt einmal und eine Stunde lang. Wenn Sie nicht darum gebeten haben, tun Sie nichts: Ihr Passwort bleibt, wie es ist.
account-change-subject = Bestätigen Sie Ihre neue E-Mail-Adresse für { $site }
account-change-heading = Ihre neue Adresse
account-change-text = Ihr Konto bei { $site } soll diese Adresse benutzen. Das tut es, sobald Sie sie mit dem Knopf bestätigen.
account-change-button = Diese Adresse benutzen
account-change-note = Der Link gilt einmal und einen Tag lang. Wenn Sie es nicht waren, tun Sie nichts.
account-email-changed-subject = Ihre Adresse bei { $site } wurde geändert
account-email-changed-heading = Ihre Adresse wurde geändert
account-email-changed-text = Ihr Konto bei { $site } benutzt ab jetzt eine andere E-Mail-Adresse. Diese hier wird nicht mehr benutzt.
account-email-changed-note = Wenn Sie es nicht waren, schreiben Sie sofort an den Betreiber von { $site }.
account-password-changed-subject = Ihr Passwort bei { $site } wurde geändert
account-password-changed-heading = Ihr Passwort wurde geändert
account-password-changed-text = Ihr Konto bei { $site } hat ab jetzt ein anderes Passwort. Andere Geräte wurden abgemeldet.
account-password-changed-note = Wenn Sie es nicht waren, lassen Sie sich auf der Anmeldeseite sofort ein neues Passwort schicken.
account-signed-out-subject = Sie wurden bei { $organisation } abgemeldet
account-signed-out-heading = Sie wurden bei { $organisation } abgemeldet
account-signed-out-text = Jemand, der die Mitglieder von { $organisation } bei { $site } verwaltet, hat Sie dort auf allen Geräten abgemeldet, mit Ihren Apps und eigenen Schlüsseln. Melden Sie sich neu an oder bestätigen Sie, wer Sie sind. Ihr Konto und Ihre anderen Organisationen sind, wie sie waren.
account-signed-out-note = Wenn ein Gerät verloren ist oder Sie nicht wissen, warum: Melden Sie sich auf der Seite Ihres Kontos überall sonst ab und ändern Sie Ihr Passwort.
account-secrets-left-subject = { $who } gehört nicht mehr zu { $organisation } und kennt vielleicht noch Geheimnisse
account-secrets-left-heading = Geheimnisse, die { $who } noch kennen kann
account-secrets-left-text = { $who } gehört nicht mehr zu { $organisation }. API-Schlüssel der Organisation oder Apps, die sie oder er angelegt hat, gelten weiter, und wer einen anlegt, kann das Geheimnis behalten haben. Auf der Seite der API-Schlüssel sind sie gekennzeichnet.
account-secrets-left-button = Schlüssel ansehen
account-secrets-left-note = Geben Sie Apps ein neues Geheimnis. Legen Sie für die Programme, die sie brauchen, neue Schlüssel an und widerrufen Sie die alten.
account-code-subject = Ihr Code für { $site }
account-code-heading = Ihr Code zum Anmelden
account-code-text = Jemand mit Ihrem Passwort meldet sich bei { $site } an. Wenn Sie es sind, geben Sie diesen Code ein:
account-code-note = Der Code gilt einmal und zehn Minuten lang. Niemand von { $site } wird Sie je danach fragen. Wenn Sie es nicht sind, ändern Sie Ihr Passwort.
account-code = Code

# Die Veranstaltung fällt aus
off-subject = { $event } fällt aus
off-heading = Die Veranstaltung fällt aus
off-text = { $event } findet nicht statt. Das betrifft Ihre Bestellung { $code }; bitte kommen Sie nicht zum Einlass.
off-money = Der Veranstalter regelt, was Sie bezahlt haben. Sie müssen nichts tun; bei Fragen antworten Sie auf diese E-Mail.
off-unpaid = Ihre Bestellung ist damit storniert. Sie schulden nichts. Falls Sie schon bezahlt haben, antworten Sie auf diese E-Mail.

# Eine Einladung ins Team
invitation-subject = { $organiser } lädt Sie ins Team ein
invitation-heading = Kommen Sie zu { $organiser }
invitation-text = { $inviter } lädt Sie in das Team von { $organiser } ein.
invitation-text-nobody = Sie sind in das Team von { $organiser } eingeladen.
invitation-role = Ihre Rolle
invitation-events = Für diese Veranstaltungen
invitation-button = Einladung ansehen
invitation-until = Der Link gilt einmal, bis { $until }, und nur für diese Adresse.
invitation-note = Wenn Sie das nicht erwartet haben, tun Sie nichts: Ohne Sie geschieht nichts.
role-owner = Inhaberin oder Inhaber
role-admin = Verwaltung
role-event_manager = Veranstaltungsleitung
role-finance = Finanzen
role-support = Betreuung
role-marketing = Marketing
role-door = Einlass
role-viewer = Nur ansehen

# Ein Gast fragt nach seinen Tickets
guest-subject = Ihre Tickets von { $organiser }
guest-heading = Ihre Tickets ansehen
guest-text = Jemand hat nach allen Bestellungen mit dieser Adresse bei { $organiser } gefragt. Wenn Sie es waren, folgen Sie dem Link.
guest-button = Meine Tickets ansehen
guest-until = Der Link gilt einmal und eine Stunde lang.
guest-note = Wenn Sie es nicht waren, tun Sie nichts: Ohne diese Mail sieht niemand Ihre Bestellungen.

# Erst ansehen
asked-subject = Wir haben Bestellung { $code } für { $event } erhalten
asked-heading = Wir sehen uns das an
asked-text = Vielen Dank für Bestellung { $code } für { $event }. { $organiser } sieht sich jede solche Bestellung zuerst an.
asked-next = Ihre Plätze bleiben so lange reserviert, zu bezahlen ist noch nichts. Sobald entschieden ist, bekommen Sie eine Mail.
approved-subject = Bestellung { $code } ist bestätigt: bitte bezahlen Sie { $total }
approved-heading = Sie sind willkommen
approved-text = { $organiser } hat Bestellung { $code } für { $event } bestätigt. Bezahlen Sie { $total } auf Ihrer Bestellseite; danach schicken wir Ihre Tickets.
denied-subject = Bestellung { $code } konnte nicht angenommen werden
denied-heading = Es hat leider nicht geklappt
denied-text = { $organiser } konnte Bestellung { $code } für { $event } nicht annehmen. Ihre Plätze sind wieder frei, Sie schulden nichts.
