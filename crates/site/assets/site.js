// Makes pages nicer; none of them needs it. It reads what the server wrote and adds nothing that is not there in words.

// After a refused form the summary of errors is what matters.
document.querySelector("#problem")?.focus();

// A press counts once: a form marked so is not sent again while its answer is under way.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sent < 8000) event.preventDefault();
    else sent = Date.now();
  });
}

// One language menu; a click elsewhere or Escape closes it.
const menu = document.querySelector("details.menu");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Minus and plus beside a number.
for (const input of document.querySelectorAll(".quantity input")) {
  const box = document.createElement("span");
  box.className = "stepper";
  const step = (label, sign, by) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", `${label}, ${input.labels[0]?.textContent.trim() ?? ""}`);
    button.addEventListener("click", () => {
      const next = Math.min(Math.max((Number.parseInt(input.value, 10) || 0) + by, Number(input.min)), Number(input.max));
      if (String(next) === input.value) return;
      input.value = next;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  };
  const fewer = step(input.dataset.fewer, "−", -1);
  const more = step(input.dataset.more, "+", 1);
  const limits = () => {
    const value = Number.parseInt(input.value, 10) || 0;
    fewer.toggleAttribute("aria-disabled", value <= Number(input.min));
    more.toggleAttribute("aria-disabled", value >= Number(input.max));
  };
  input.replaceWith(box);
  box.append(fewer, input, more);
  input.addEventListener("input", limits);
  limits();
}

// The total on the button that goes on.
const tickets = document.querySelector("form[data-currency]");
const proceed = tickets?.querySelector("button[type=submit]");
if (proceed) {
  const format = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-u-nu-latn" : document.documentElement.lang, {
    style: "currency",
    currency: tickets.dataset.currency,
  });
  const scale = 10 ** format.resolvedOptions().maximumFractionDigits;
  const show = () => {
    let total = 0;
    let count = 0;
    for (const input of tickets.querySelectorAll("input[data-minor]")) {
      const quantity = Math.max(Number.parseInt(input.value, 10) || 0, 0);
      count += quantity;
      const own = document.getElementById(input.id.replace("quantity-", "price-"));
      const minor = own ? Math.round(Number.parseFloat(own.value.replace(",", ".")) * scale) : Number(input.dataset.minor);
      total += quantity * (minor || 0);
    }
    proceed.textContent =
      count > 0 && total > 0 ? `${tickets.dataset.total} · ${format.format(total / scale)}` : tickets.dataset.total;
  };
  tickets.addEventListener("input", show);
  show();
}

// The minutes left, told when they change; a reader hears of them at 5, 2 and 1.
const hold = document.querySelector("[data-until]");
if (hold) {
  const until = Date.parse(hold.dataset.until);
  const words = hold.querySelector("span");
  hold.setAttribute("aria-live", "off");
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 60000);
    const minutes = Math.max(left, 1);
    hold.setAttribute("aria-live", [5, 2, 1].includes(left) ? "polite" : "off");
    hold.classList.toggle("soon", left <= 2);
    const text = Date.now() > until ? hold.dataset.over : hold.dataset.text.replace("{count}", minutes);
    if (words.textContent !== text) words.textContent = text;
  };
  setInterval(tick, 5000);
}

// The start in the visitor's own time zone, when that is another one.
for (const line of document.querySelectorAll("[data-viewer-time]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const at = new Date(line.dataset.viewerTime);
  const show = (timeZone) =>
    new Intl.DateTimeFormat(document.documentElement.lang, {
      weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone,
    }).format(at);
  if (zone && show(zone) !== show(line.dataset.zone)) {
    line.textContent = line.dataset.text.replace("{time}", show(zone));
    line.hidden = false;
  }
}

// While a payment is being confirmed, look again by itself for a short while.
const poll = document.querySelector("a[data-poll]");
if (poll) {
  const started = Number(sessionStorage.getItem(poll.href)) || Date.now();
  sessionStorage.setItem(poll.href, started);
  if (Date.now() - started < 12000) setTimeout(() => location.replace(poll.href), 2000);
}
