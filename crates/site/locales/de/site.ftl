# Daten
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
month-short-1 = Jan.
month-short-2 = Feb.
month-short-3 = März
month-short-4 = Apr.
month-short-5 = Mai
month-short-6 = Juni
month-short-7 = Juli
month-short-8 = Aug.
month-short-9 = Sept.
month-short-10 = Okt.
month-short-11 = Nov.
month-short-12 = Dez.
weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag
weekday-short-1 = Mo.
weekday-short-2 = Di.
weekday-short-3 = Mi.
weekday-short-4 = Do.
weekday-short-5 = Fr.
weekday-short-6 = Sa.
weekday-short-7 = So.
date-long = { $weekday }, { $day }. { $month } { $year }
date-short = { $weekday }, { $day }. { $month } { $year }
day-long = { $weekday }, { $day }. { $month }
day-short = { $weekday }, { $day }. { $month }
date-range = { $from } – { $to }
date-at = { $date }, { $time } Uhr { $zone }
time-range = { $from }–{ $to } Uhr { $zone }
time-from = Ab { $from } Uhr { $zone }
doors-at = Einlass ab { $time } Uhr

# Überall
skip = Zum Inhalt springen
languages = Sprachen
help-question = Fragen? Schreiben Sie an
made-with = Gemacht mit { $name }
error-prefix = Fehler:
problem-title = Etwas stimmt noch nicht
optional = (freiwillig)
continue = Weiter
back = Zurück
change = Ändern
total = Summe
free = Kostenlos
tickets = Tickets
tickets-count = { $count ->
    [one] 1 Ticket
   *[other] { $count } Tickets
}
your-order = Ihre Bestellung
online = Online

# Startseite und Veranstalterseite
front-title = Was läuft
front-lead = Öffentliche Veranstaltungen der Veranstalter auf dieser Seite. Aussuchen, in einer Minute das Ticket haben – ganz ohne Konto.
front-empty-title = Gerade ist nichts im Verkauf
front-empty-text = Sobald jemand eine Veranstaltung veröffentlicht, steht sie hier.
for-organisers = Sie veranstalten selbst etwas?
organiser-sign-in = Anmelden und Veranstaltungen verwalten
upcoming-events = Demnächst
past-events = Vergangene Veranstaltungen
no-events-title = Noch keine öffentlichen Veranstaltungen
no-events-text = Neue Termine erscheinen hier. Wer nicht nachsehen möchte, holt sie sich in den eigenen Kalender:
subscribe-calendar = Im Kalender abonnieren

# Veranstaltung
price-from = Ab { $price }
price-up-to = Kostenlos bis { $price }
price-or-more = { $price } oder mehr
your-price = Ihr Betrag für { $name }
your-price-short = Sie geben
amount-not-a-number = Geben Sie einen Betrag ein, zum Beispiel 12,50
amount-too-low = Das ist weniger als der kleinste Betrag
amount-too-high = Das ist mehr, als hier gezahlt werden kann
get-tickets = Tickets holen
about-event = Worum es geht
hosted-by = Veranstaltet von
add-to-calendar = In den Kalender
show-on-map = Auf der Karte zeigen
also-online = und online
online-link-later = Der Link kommt mit dem Ticket.
your-time = { "{" }time{ "}" } in Ihrer Zeitzone
unlocked = Mit Ihrem Code freigeschaltet
quantity-of = Anzahl: { $name }
at-most = { $count ->
    [one] höchstens 1
   *[other] bis zu { $count }
}
fewer = Eins weniger
more = Eins mehr
stock-low = { $count ->
    [one] Nur noch 1 Ticket
   *[other] Nur noch { $count } Tickets
}
stock-few = Nur noch wenige
stock-held = Die letzten Tickets liegen gerade in anderen Warenkörben. Schauen Sie in ein paar Minuten wieder herein: Was nicht gekauft wird, kommt zurück.
stock-sold-out = Ausverkauft
stock-not-yet = Im Verkauf ab { $when }
stock-over = Der Verkauf ist beendet
stock-off = Nicht im Verkauf
sale-until = Im Verkauf bis { $when }
no-tickets-yet = Der Verkauf hat noch nicht begonnen.
hold-promise = { $count ->
    [one] Als Nächstes: Name und E-Mail. So lange halten wir Ihre Tickets 1 Minute frei. Ein Konto brauchen Sie nicht.
   *[other] Als Nächstes: Name und E-Mail. So lange halten wir Ihre Tickets { $count } Minuten frei. Ein Konto brauchen Sie nicht.
}
have-code = Haben Sie einen Code?
access-code = Gutschein- oder Zugangscode
use-code = Einlösen
code-unknown = Dieser Code gilt bei dieser Veranstaltung für nichts, oder nicht mehr. Ist er richtig geschrieben?
notice-over-title = Diese Veranstaltung ist vorbei
notice-over-text = Schön, dass Sie da waren. Auf der Seite des Veranstalters steht, was als Nächstes kommt.
notice-sold-out-title = Ausverkauft
notice-sold-out-text = Alle Tickets sind weg. Reservierte Tickets, die niemand kauft, kommen zurück – es kann sich lohnen, wieder hereinzuschauen.
event-cancelled = Abgesagt
notice-off-title = Diese Veranstaltung fällt aus
notice-off-text = Sie findet nicht statt. Wenn Sie ein Ticket haben, hat Ihnen der Veranstalter geschrieben.
test-event-title = Testmodus
test-event-text = Diese Veranstaltung wird gerade getestet. Was Sie jetzt bestellen, ist keine echte Bestellung: Es wird nichts berechnet, und die Tickets lassen niemanden ein.
test-order-title = Testbestellung
test-order-text = Das ist ein Test. Es wird nichts berechnet, und die Tickets lassen niemanden ein.
notice-preview-title = Vorschau – nicht öffentlich
notice-preview-text = Nur Mitglieder der Organisation sehen diese Seite. Gäste sehen sie und können kaufen, sobald die Veranstaltung veröffentlicht ist.
notice-imagined-title = Vorschau als Käufer
notice-imagined-text = Was jemand am { $when } sieht. Hier kann man nichts kaufen.
choose-a-ticket = Wählen Sie mindestens ein Ticket
quantity-not-a-number = Geben Sie eine ganze Zahl ein, zum Beispiel 2
quantity-too-many = { $count ->
    [one] Wählen Sie höchstens 1 Ticket dieser Art
   *[other] Wählen Sie höchstens { $count } Tickets dieser Art
}
order-too-large = Eine Bestellung kann höchstens { $count } Tickets haben
no-longer-available = Diese Tickets sind gerade weggegangen. Die Liste zeigt, was es noch gibt.

# Bestellen
held-for-you = Für Sie reservierte Tickets
held-for = { $count ->
    [one] noch etwa 1 Minute reserviert
   *[other] noch etwa { $count } Minuten reserviert
}
held-minutes-script = noch etwa { "{" }count{ "}" } Min. reserviert
held-over-script = Die Zeit ist um
extend-time = Mehr Zeit
time-extended = Erledigt. Sie haben jetzt mehr Zeit.
time-not-extended = Mehr Zeit ist nicht möglich.
step-of = Schritt { $number } von { $count }
give-up = Diese Tickets freigeben
you-title = Wer bestellt?
full-name = Vor- und Nachname
email = E-Mail-Adresse
email-hint = Dorthin schicken wir die Tickets.
name-missing = Geben Sie Ihren Namen ein
name-unfit = Verwenden Sie höchstens 200 Zeichen und keine unsichtbaren
email-missing = Geben Sie Ihre E-Mail-Adresse ein
email-invalid = Geben Sie eine E-Mail-Adresse wie name@example.org ein
did-you-mean = Meinten Sie { $email }?
did-you-mean-text = Mit einem Tippfehler in der Adresse könnten wir Sie nicht erreichen.
use-address = { $email } verwenden
keep-address = Meine Adresse stimmt, weiter
attendees-title = Für wen sind die Tickets?
attendees-lead = Die Namen stehen auf den Tickets. Sie können sie weglassen, jedes Ticket gilt auch ohne Namen.
attendee-name = Name
ticket-number = Ticket { $number } von { $count }
add-later = Später eintragen
no-name-yet = Ohne Namen
review-title = Prüfen und bezahlen
review-title-free = Bestellung prüfen
tickets-go-to = Tickets gehen an
how-to-pay = Wie möchten Sie bezahlen?
method-missing = Wählen Sie, wie Sie bezahlen möchten
method-sandbox = Karte (Probebetrieb)
method-sandbox-hint = Eine nachgestellte Bezahlseite zum Ausprobieren. Es fließt kein Geld.
method-bank = Überweisung
method-bank-hint = { $days ->
    [one] Sie bekommen unsere Bankverbindung und haben 1 Tag Zeit. Die Tickets kommen, sobald das Geld da ist.
   *[other] Sie bekommen unsere Bankverbindung und haben { $days } Tage Zeit. Die Tickets kommen, sobald das Geld da ist.
}
pay-amount = { $amount } bezahlen
pay-amount-with = { $amount } bezahlen · { $method }
place-free-order = Kostenlos bestellen
looked-at = Der Veranstalter sieht sich die Bestellung zuerst an
asks-note = { $name } sieht sich diese Bestellung zuerst an. Ihre Plätze bleiben reserviert, jetzt ist nichts zu bezahlen.
place-asking = Anfrage senden
seller-note = Sie kaufen bei { $name }.
notice-declined-title = Die Zahlung wurde abgelehnt
notice-declined-text = Es wurde nichts abgebucht, und Ihre Tickets sind weiter reserviert. Sie können es noch einmal versuchen.
notice-total-changed-title = Die Summe hat sich geändert
notice-total-changed-text = Prüfen Sie den neuen Betrag unten, bevor Sie weitermachen. Noch ist nichts bestellt.
expired-title = Die Zeit ist um
expired-text = Die Tickets sind wieder im Verkauf, damit andere sie bekommen können. Mit etwas Glück sind sie noch da.
expired-lost = Inzwischen vergeben
try-again = Noch einmal versuchen
choose-again = Neu auswählen

# Bestellung
status-asked = Wir sehen uns Ihre Bestellung an
status-asked-text = Ihre Plätze sind reserviert, zu bezahlen ist noch nichts. Sobald entschieden ist, schreiben wir an { $email }.
status-denied = Diese Bestellung konnte nicht angenommen werden
status-denied-text = Die Plätze sind wieder frei, Sie schulden nichts. Warum, steht in der Mail, wenn der Veranstalter es gesagt hat.
status-transfer = Wir warten auf Ihre Überweisung
status-transfer-text = Ihre Tickets sind reserviert. Überweisen Sie den Betrag bis { $until }; sobald er da ist, schicken wir die Tickets an { $email }.
status-unpaid = Noch nicht bezahlt
status-unpaid-text = Ihre Tickets sind reserviert. Bezahlen Sie bis { $until }; gleich danach schicken wir die Tickets an { $email }.
status-done = Sie sind dabei!
status-done-text = Ihre Tickets stehen unten und sind unterwegs an { $email }. Auf dem Handy zeigen oder ausdrucken – mehr braucht es nicht.
status-expired = Diese Bestellung wurde nicht rechtzeitig bezahlt
status-expired-text = Die Tickets sind wieder im Verkauf, Sie schulden nichts. Falls Sie schon bezahlt haben, schreiben Sie dem Veranstalter.
status-cancelled = Diese Bestellung ist storniert
status-cancelled-text = Ihre Tickets gelten nicht mehr. Falls Sie das überrascht, schreiben Sie dem Veranstalter.
order-code = Bestellung
order-of = Bestellung { $code }
bank-title = Geld überweisen
bank-amount = Betrag
bank-reference = Verwendungszweck
bank-holder = Kontoinhaber
bank-name = Bank
bank-hint = Verwenden Sie genau diesen Verwendungszweck, damit die Überweisung Ihre Bestellung findet.
ticket-state-valid = Gültig
ticket-state-used = Schon benutzt
ticket-state-cancelled = Storniert
ticket-state-waiting = Nach der Zahlung
ticket-state-asked = Nach der Zusage
show-ticket = Ticket zeigen
all-tickets-pdf = Tickets als PDF
mail-again = Tickets noch einmal schicken
notice-mailed-title = Ihre Tickets sind unterwegs
notice-mailed-text = Sie sollten in ein, zwei Minuten da sein. Sehen Sie auch im Spam-Ordner nach.
change-names = Namen ändern
names-title = Für wen sind die Tickets?
names-lead = Bis { $until } können Sie die Namen ändern. Die Codes bleiben gleich: Ein früher gedrucktes Ticket gilt weiter. Es wird nichts verschickt.
save-names = Namen speichern
name-invalid = Geben Sie einen Namen mit höchstens 200 Zeichen in einer Zeile ein
notice-named-title = Die Namen sind geändert
notice-named-text = Sie stehen ab jetzt auf den Tickets unten und im PDF. Wer das Ticket per E-Mail braucht: einfach noch einmal schicken.
keep-link = Die Adresse dieser Seite ist der Schlüssel zu Ihrer Bestellung. Bewahren Sie sie auf, und teilen Sie sie nur mit Leuten, die Ihre Tickets benutzen dürfen.
ordered-by = Bestellt von
ordered-on = Bestellt am
to-order = Ihre Bestellung
ticket-kind = Ticket
ticket-hint = Halten Sie den Code bei hellem Bildschirm an den Scanner. Er gilt auch ohne Netz und als Ausdruck.
previous-ticket = Voriges Ticket
next-ticket = Nächstes Ticket
pending-title = Wir warten auf die Bestätigung der Zahlung
pending-text = { $amount } sind unterwegs. Meist dauert das nur ein paar Sekunden. Sie können die Seite schließen: Wir schreiben an { $email }, sobald wir Bescheid wissen.
check-again = Noch einmal nachsehen
see-order = Zur Bestellung

# Wenn etwas nicht stimmt
trouble-not-found-title = Diese Seite gibt es nicht
trouble-not-found-text = Vielleicht ist die Adresse vertippt oder unvollständig. Kam sie per Mail, kopieren Sie den ganzen Link. Ihre Bestellung finden Sie über den Link in der Bestätigungsmail.
trouble-gone-title = Diese Seite gibt es nicht mehr
trouble-gone-text = Sie war einmal hier, aber der Veranstalter hat sie entfernt.
trouble-busy-title = Gerade ist viel los
trouble-busy-text = Ihre Anfrage ist in Ordnung, es waren nur zu viele. Warten Sie eine Minute und laden Sie die Seite neu. Was Sie eingegeben haben, ist nicht verloren.
trouble-refused-title = Dieses Formular ließ sich nicht verwenden
trouble-refused-text = Es kam von anderswo oder nicht vollständig an. Gehen Sie zurück, laden Sie die Seite neu und schicken Sie es noch einmal ab.
trouble-broken-title = Bei uns ist etwas kaputtgegangen
trouble-broken-text = Es liegt nicht an Ihnen. Versuchen Sie es in einer Minute noch einmal; falls Sie gerade bezahlt haben, sehen Sie zuerst in Ihre Mails, die Bestellung kann angekommen sein.
correlation = Kennzeichen für den Veranstalter:
go-home = Zur Startseite
back-to = Zurück zu { $name }

# Barrierefreiheit und Datenschutz
accessibility-title = Barrierefreiheit
accessibility-lead = Alle sollen eine Veranstaltung finden, ein Ticket kaufen und hineinkommen können. Die öffentlichen Seiten sind so gebaut, dass sie WCAG 2.2, Stufe AA, erfüllen.
accessibility-works = Worauf Sie sich verlassen können
accessibility-works-keyboard = Alles geht mit der Tastatur allein, mit Vorleseprogrammen, bei 400 % Vergrößerung, auf einem 320 Pixel breiten Bildschirm, hell und dunkel und mit weniger Bewegung.
accessibility-works-plain = JavaScript ist nicht nötig. Fehler stehen gesammelt oben auf der Seite und noch einmal beim Feld, und Ihre Eingaben bleiben erhalten.
accessibility-time = Zeitgrenzen
accessibility-time-text = Während der Bestellung sind Tickets eine begrenzte Zeit reserviert. Jede Seite sagt, wie lange, und ein Knopf verlängert die Zeit, auch mehrmals.
accessibility-limits = Bekannte Grenzen
accessibility-limits-text = Beschreibungen und Bilder stammen von den Veranstaltern; dass deren Texte leicht verständlich sind, können wir nicht versprechen. Die Bezahlseiten von Zahlungsdiensten machen diese selbst.
accessibility-tell = Eine Barriere gefunden?
accessibility-tell-text = Schreiben Sie dem Veranstalter; die Adresse steht unten auf dessen Seiten. Sagen Sie, auf welcher Seite es war und was Sie vorhatten; bestellen geht auch per Mail.
privacy-title = Datenschutz
privacy-lead = Wenig gefragt, wenig gespeichert, nichts verkauft.
privacy-reading = Wenn Sie sich nur umsehen
privacy-reading-text = Keine Cookies, kein Tracking, keine Inhalte von anderen Seiten. Der Server merkt sich für kurze Zeit technische Angaben wie Zeitpunkt und Adresse einer Anfrage, damit die Seite sicher läuft.
privacy-buying = Wenn Sie bestellen
privacy-buying-text = Wir speichern Ihren Namen, Ihre E-Mail-Adresse, die Namen auf den Tickets, was Sie wann bestellt haben und ob es bezahlt und benutzt wurde.
privacy-buying-use = Der Veranstalter braucht das, um Ihnen Tickets zu schicken, Sie einzulassen und abzurechnen. Kartennummern erreichen diese Seite nie; darum kümmern sich Zahlungsdienste.
privacy-link = Der Link zu Ihrer Bestellung
privacy-link-text = Wer den Link kennt, kann die Bestellung sehen. Er ist lang und zufällig, und wir halten ihn aus Suchmaschinen und aus den Adressen heraus, die andere Seiten von uns erfahren.
privacy-my = Wenn Sie sich bei Meine Tickets anmelden
privacy-my-text = Ein Cookie hält Sie 30 Tage angemeldet, bis Sie sich abmelden. Von einem Passkey speichern wir den Namen und die öffentliche Hälfte, nie Ihren Finger oder Ihr Gesicht. Melden Sie sich über einen Dienst des Veranstalters an, speichern wir, wer Sie dort sind, und die Adresse, die er bestätigt hat.
privacy-code = Der Code auf dem Ticket
privacy-code-text = Der Code enthält keine persönlichen Daten, nur eine unterschriebene Zufallszahl.
privacy-rights = Ihre Rechte
privacy-rights-text = Sie können den Veranstalter fragen, was über Sie gespeichert ist, und es berichtigen oder löschen lassen, wo kein Gesetz die Aufbewahrung verlangt. Die Adresse steht unten auf dessen Seiten.

# Auf dem gedruckten Ticket
print-test = TEST · { $name }
print-ticket = Ticket
print-when = Wann
print-venue = Wo
print-attendee = Name
print-ticket-type = Ticketart
print-price = Preis
print-order = Bestellung
print-notes = Gut zu wissen
print-hint = Zeigen Sie diesen Code am Einlass, auf Papier oder auf dem Handy.
print-code = QR-Code Ihres Tickets

# Wenn eine App für jemanden handeln will
consent-title = { $app } möchte für Sie handeln
consent-in = In der Organisation { $organisation }.
consent-list = Sie dürfte
consent-nothing = Die Veranstaltungen der Organisation sehen, sonst nichts.
consent-bounds = Sie darf nie mehr als Sie selbst zur selben Zeit. Unter „Your account“ können Sie es jederzeit zurücknehmen.
consent-lasts = Das gilt höchstens { $days } Tage, weniger, wenn die App 30 Tage lang nicht benutzt wird. Danach werden Sie neu gefragt.
consent-as = Sie sind angemeldet als { $name } ({ $email }).
consent-to = Was Sie auch wählen: Danach geht es zurück zu { $destination }.
consent-allow = Erlauben
consent-deny = Ablehnen
may-organisation-edit = Name, Kontakt und Seiten der Organisation ändern.
may-security-manage = Bestimmen, wie sich Mitglieder anmelden müssen.
may-api-keys-manage = Schlüssel für Programme anlegen und widerrufen.
may-audit-view = Lesen, wer was geändert hat.
may-members-view = Sehen, wer zum Team gehört und was sie dürfen.
may-members-manage = Leute einladen, ändern, was sie dürfen, und sie entfernen.
may-roles-manage = Eigene Rollen und Teams anlegen und ändern.
may-events-create = Neue Veranstaltungen entwerfen.
may-events-edit = Ändern, was eine Veranstaltung über sich sagt, und ihr Bild.
may-events-publish = Veranstaltungen in den Verkauf geben und herausnehmen.
may-catalogue-edit = Ticketarten, ihre Preise und Mengen und die Zahlungsarten ändern.
may-orders-view = Bestellungen, Käufer und Verkaufszahlen sehen.
may-orders-create = Bestellungen für Gäste aufgeben.
may-orders-edit = Bestellungen berichtigen und Tickets noch einmal schicken.
may-orders-approve = Bestellungen annehmen oder ablehnen, die auf eine Durchsicht warten.
may-orders-mark-paid = Bestellungen als bezahlt vermerken.
may-orders-cancel = Bestellungen stornieren.
may-orders-refund = Geld zurückgeben.
may-orders-export = Bestellungen als Datei herunterladen.
may-checkin-view = Einlasslisten sehen und wer da ist.
may-checkin-perform = Leute einlassen und es rückgängig machen.
may-checkin-manage = Einlasslisten und Links für das Einlasspersonal anlegen.
may-mails-view = Die verschickten Mails lesen.
may-jobs-manage = Sehen, was im Hintergrund fehlgeschlagen ist, und es noch einmal versuchen.
# Die Bestellungen eines Gastes
my-tickets = Meine Tickets
my-lead = Sehen Sie alles, was Sie hier bestellt haben: Wir schicken Ihnen einen Link.
my-email-invalid = Geben Sie Ihre Adresse ein, etwa name@example.org
my-send = Link schicken
my-sent-title = Sehen Sie in Ihr Postfach
my-sent = Wenn mit dieser Adresse etwas bestellt wurde, ist der Link unterwegs. Er gilt einmal und eine Stunde lang.
my-again = Andere Adresse nehmen
my-enter-title = Willkommen zurück
my-enter-text = Der Link gilt einmal. Gehen Sie weiter zu Ihren Bestellungen.
my-enter = Meine Tickets ansehen
my-over-title = Dieser Link gilt nicht mehr
my-over-text = Er wurde benutzt oder ist älter als eine Stunde. Lassen Sie sich einen neuen schicken.
my-of = Bestellungen von { $email }
my-none = Mit dieser Adresse wurde nichts bestellt.
my-tickets-count = { $count ->
    [one] 1 Ticket
   *[other] { $count } Tickets
}
my-out = Abmelden
my-paid = Bezahlt
my-pending = Noch nicht bezahlt
my-cancelled = Storniert
my-provider = Mit { $name } anmelden
my-unproven = Sie sind dort angemeldet, aber eine bestätigte Mailadresse kam nicht mit. Bestätigen Sie Ihre einmal per Link, in diesem Browser geöffnet; danach kommen Sie direkt herein.
my-way-over = Die Anmeldung hat zu lange gedauert oder begann in einem anderen Browser. Versuchen Sie es noch einmal.
my-way-refused = Die Anmeldung dort hat nicht geklappt. Versuchen Sie es noch einmal, oder lassen Sie sich einen Link schicken.
my-passkeys = Passkeys
my-passkeys-text = Mit einem Passkey melden Sie sich per Finger, Gesicht oder PIN an, ohne auf eine Mail zu warten. Wer einen entfernt, wird auf den anderen Geräten abgemeldet.
my-passkeys-stale = Um Ihre Passkeys zu ändern, melden Sie sich neu an: Wir schicken Ihnen einen Link.
my-passkey-add = Passkey hinzufügen
my-passkey-remove = Entfernen
my-passkey-remove-named = Passkey { $name } entfernen
my-passkey-name = Name
my-passkey-usual-name = Mein Gerät
my-passkey-make = Passkey hinzufügen
my-passkey-make-text = Geben Sie ihm einen Namen und folgen Sie dann Ihrem Gerät.
my-passkey-use = Mit Passkey anmelden
my-passkey-use-text = Folgen Sie Ihrem Gerät.
my-passkey-failed = Das hat nicht geklappt
my-passkey-again = Es wurde nichts geändert. Versuchen Sie es noch einmal, oder gehen Sie zurück und lassen Sie sich einen Link schicken.
my-passkey-refused = Dieser Passkey ist hier nicht bekannt, oder es hat zu lange gedauert. Versuchen Sie es noch einmal, oder lassen Sie sich einen Link schicken.
my-passkey-not-added = Dieser Passkey wurde nicht hinzugefügt: Es gibt ihn schon, oder es hat zu lange gedauert. Versuchen Sie es noch einmal.
my-passkeys-full = Sie haben 20 Passkeys. Entfernen Sie, was Sie nicht benutzen, und fügen Sie dann einen hinzu.
my-passkey-no-script = Passkeys brauchen JavaScript. Gehen Sie zurück und lassen Sie sich einen Link schicken.
# Prices, vouchers and taxes
summary-title = Bestellung { $code }
summary-event = Veranstaltung
summary-ordered-on = Bestellt am
summary-ordered-by = Bestellt von
summary-item = Was
summary-quantity = Anzahl
summary-net = Netto
summary-tax = Steuer
summary-total = Summe
summary-rates = Steuer nach Satz
summary-rate = { $rate } %
summary-instead = statt { $price }
summary-voucher = Gutschein
summary-payment = Zahlung
summary-paid = Bezahlt
summary-unpaid = Noch nicht bezahlt
summary-over = Storniert
summary-no-invoice = Diese Seite fasst die Bestellung zusammen. Sie ist keine Rechnung.
price-before = statt
tax-note = inkl. { $rate } % { $name }
tax-note-none = Steuerschuldnerschaft des Leistungsempfängers
tax-sum = darin { $rate } % Steuer auf { $net }
line-tax = { $net } netto + { $rate } % Steuer { $tax }
sold-by = Verkauft von
vat-id-seller = USt-IdNr. des Verkäufers
vat-id-buyer = Ihre USt-IdNr.
seller-vat-id = USt-IdNr.
order-pdf = Bestellung als PDF
voucher-in-use = Code { $code } ist eingelöst.
voucher-remove = Nicht einlösen
voucher-unknown = Diesen Code gibt es bei dieser Veranstaltung nicht. Ist er richtig geschrieben?
voucher-expired = Dieser Code gilt nicht mehr.
voucher-used = Dieser Code wurde schon so oft eingelöst wie möglich, oder jemand war schneller.
voucher-other = Dieser Code gilt nicht für die Tickets, die Sie gewählt haben.
voucher-too-few = Dieser Code braucht mehr Tickets, als Sie gewählt haben.
voucher-needed = Der Code gilt nicht für so viele dieser Tickets, oder einige davon brauchen ihn.
country = Land
country-hint = Davon hängt die Steuer ab.
country-choose = Land wählen
country-missing = Wählen Sie Ihr Land
country-not-sold = In dieses Land werden keine Tickets verkauft. Wählen Sie ein anderes, oder fragen Sie den Veranstalter.
business = Ich kaufe für ein Unternehmen
vat-id = USt-IdNr.
vat-id-hint = Mit den Buchstaben des Landes vorn, etwa DE136695976
vat-id-invalid = Prüfen Sie die USt-IdNr.: Vielleicht ist eine Ziffer vertippt
vat-id-country = Die USt-IdNr. gehört zu einem anderen Land als dem gewählten

# Der Schritt zwischen den Tickets und der Kasse.
bundle-contains = Enthält:
add-ons-title = Noch etwas dazu?
add-ons-for = Zu { $count } × { $name }
add-ons-up-to = Bis zu { $count }, wenn Sie möchten
add-ons-exactly = { $count ->
    [one] Eins gehört dazu
   *[other] { $count } gehören dazu
  }
add-ons-between = Mindestens { $least }, höchstens { $most }
add-ons-at-least = { $name }: Wählen Sie mindestens { $count }.
add-ons-at-most = { $name }: Wählen Sie höchstens { $count }.
add-on-included = Inbegriffen
add-ons-back = Andere Tickets wählen
