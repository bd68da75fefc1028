//! Tickets in many languages.

use super::PAYLOAD;
use crate::ticket::{Labels, Paper, TicketDocument, TicketPage};

fn words(words: [&str; 10]) -> Labels {
    let [ticket, when, venue, attendee, ticket_type, price, order, notes, hint, code] =
        words.map(str::to_owned);
    Labels { ticket, when, venue, attendee, ticket_type, price, order, notes, hint, code }
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// The same ticket several times, each with its own number and code.
pub(super) fn pages(ticket: &TicketPage, count: usize) -> Vec<TicketPage> {
    let page = |number| TicketPage {
        ticket_code: format!("K7M3PQ-{number}"),
        qr_payload: format!("{PAYLOAD}{number}"),
        ..ticket.clone()
    };
    (1..=count).map(page).collect()
}

pub(super) fn english() -> TicketDocument {
    TicketDocument {
        title: "Tickets for Harbour Lights".to_owned(),
        language: "en".to_owned(),
        labels: words([
            "Ticket",
            "When",
            "Where",
            "Name",
            "Ticket type",
            "Price",
            "Order",
            "Good to know",
            "Show this code at the entrance, on paper or on your phone. It lets one person in, once.",
            "QR code of your ticket",
        ]),
        paper: Paper::A4,
        logo: None,
        tickets: vec![TicketPage {
            event_name: "Harbour Lights: an evening with the Quiet Machines".to_owned(),
            organiser_name: "Pier 7 Concerts".to_owned(),
            when_lines: lines(&["Fri 2 Oct 2026, 20:00–23:30 BST", "Doors open at 19:00"]),
            venue_lines: lines(&["Pier 7", "12 Harbour Street", "Bristol BS1 4RB"]),
            ticket_type: "Standing".to_owned(),
            attendee_name: Some("Morgan O’Neill".to_owned()),
            price: "£28.00".to_owned(),
            order_code: "K7M3PQ".to_owned(),
            ticket_code: "K7M3PQ-1".to_owned(),
            qr_payload: PAYLOAD.to_owned(),
            notes: lines(&[
                "Gate B on the water side. Step-free entrance at gate C, ring for help.",
                "Bags larger than A4 stay in the cloakroom (£2).",
                "Tickets can be given to somebody else until noon on the day, on the page of your order.",
            ]),
        }],
    }
}

pub(super) fn german() -> TicketDocument {
    let english = english();
    TicketDocument {
        title: "Tickets für RustFest Zürich".to_owned(),
        language: "de".to_owned(),
        labels: words([
            "Ticket",
            "Wann",
            "Wo",
            "Name",
            "Ticketart",
            "Preis",
            "Bestellung",
            "Gut zu wissen",
            "Zeigen Sie diesen Code am Eingang, auf Papier oder auf dem Telefon. Er lässt eine Person einmal ein.",
            "QR-Code Ihres Tickets",
        ]),
        tickets: vec![TicketPage {
            event_name: "RustFest Zürich 2026 – Konferenz für nachhaltige Softwareentwicklung und \
                         Systemprogrammierung"
                .to_owned(),
            organiser_name: "Verein zur Förderung verlässlicher Software e. V.".to_owned(),
            when_lines: lines(&[
                "Samstag, 14. März 2026, 09:00 – Sonntag, 15. März 2026, 17:30 MEZ",
                "Einlass ab 08:15",
            ]),
            venue_lines: lines(&["Kulturbrauerei, Haus 3", "Schönhauser Allee 36", "10435 Berlin"]),
            ticket_type: "Frühbucher · zwei Tage mit Workshop „Asynchrones Rust im Großen“".to_owned(),
            attendee_name: Some("Friederike-Charlotte von Hohenstein-Wolfenbüttel".to_owned()),
            price: "184,00 €".to_owned(),
            notes: lines(&[
                "Eingang West, barrierefrei über den Hof.",
                "Im Preis ist das Mittagessen enthalten.",
            ]),
            ..english.tickets[0].clone()
        }],
        ..english
    }
}

pub(super) fn arabic() -> TicketDocument {
    let english = english();
    TicketDocument {
        title: "تذاكر مهرجان الموسيقى".to_owned(),
        language: "ar-EG".to_owned(),
        labels: words([
            "تذكرة",
            "الموعد",
            "المكان",
            "الاسم",
            "نوع التذكرة",
            "السعر",
            "الطلب",
            "معلومات مفيدة",
            "أظهر هذا الرمز عند المدخل، على الورق أو على هاتفك. يسمح بدخول شخص واحد مرة واحدة.",
            "رمز الاستجابة السريعة لتذكرتك",
        ]),
        tickets: vec![TicketPage {
            event_name: "مهرجان الموسيقى العالمي في القاهرة Cairo Jazz 2026".to_owned(),
            organiser_name: "مؤسسة النيل للفنون".to_owned(),
            when_lines: lines(&["السبت، 14 مارس 2026", "19:00 – 23:30", "تفتح الأبواب الساعة 18:00"]),
            venue_lines: lines(&["دار الأوبرا المصرية", "شارع التحرير، الجزيرة", "القاهرة 11568"]),
            ticket_type: "حجز مبكر (وقوف)".to_owned(),
            attendee_name: Some("ليلى عبد الرحمن المصري".to_owned()),
            price: "450.00 ج.م.".to_owned(),
            notes: lines(&["المدخل من البوابة B على جانب النهر.", "يرجى إحضار بطاقة هوية."]),
            ..english.tickets[0].clone()
        }],
        ..english
    }
}

pub(super) fn japanese() -> TicketDocument {
    let english = english();
    TicketDocument {
        title: "東京Rustカンファレンス2026".to_owned(),
        language: "ja".to_owned(),
        labels: words([
            "チケット",
            "日時",
            "会場",
            "お名前",
            "券種",
            "価格",
            "注文番号",
            "ご案内",
            "入口でこのコードをご提示ください。紙でもスマートフォンでもご利用いただけます。お一人様一回限り有効です。",
            "チケットのQRコード",
        ]),
        tickets: vec![TicketPage {
            event_name: "東京Rustカンファレンス2026 — 骨太なシステムを直す".to_owned(),
            organiser_name: "一般社団法人 日本Rustの会".to_owned(),
            when_lines: lines(&["2026年3月14日(土)10:00–18:00 JST", "開場 9:30"]),
            venue_lines: lines(&["渋谷ストリームホール", "東京都渋谷区渋谷3-21-3", "〒150-0002"]),
            ticket_type: "早割・一般".to_owned(),
            attendee_name: Some("山田 花子".to_owned()),
            price: "¥12,000".to_owned(),
            notes: lines(&["受付は2階です。", "名札を必ずお持ちください。"]),
            ..english.tickets[0].clone()
        }],
        ..english
    }
}

pub(super) fn mixed_chinese() -> TicketDocument {
    let japanese = japanese();
    TicketDocument {
        language: "zh-CN".to_owned(),
        tickets: vec![TicketPage {
            event_name: "上海爵士音乐节 · Shanghai Jazz · ジャズ入場券".to_owned(),
            attendee_name: Some("김민준 (Minjun Kim)".to_owned()),
            notes: lines(&["入場は2階から。请从二楼入场。"]),
            ..japanese.tickets[0].clone()
        }],
        ..japanese
    }
}

pub(super) fn hebrew_thai_hindi() -> TicketDocument {
    let english = english();
    TicketDocument {
        language: "en".to_owned(),
        tickets: vec![TicketPage {
            event_name: "ירושלים · กรุงเทพ · दिल्ली · Αθήνα · Київ".to_owned(),
            organiser_name: "กรุงเทพมหานคร".to_owned(),
            when_lines: lines(&["वसंतोत्सव, शनिवार १४ मार्च २०२६"]),
            venue_lines: lines(&["שדרות הנשיא 6, ירושלים", "ศูนย์การประชุมแห่งชาติสิริกิติ์ถนนรัชดาภิเษกแขวงคลองเตย"]),
            ..english.tickets[0].clone()
        }],
        ..english
    }
}
