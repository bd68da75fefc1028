use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ports::{Attachment, Delivery, MailError, Mailer, Outgoing};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use super::{Settings, Smtp, Tls};

fn mail() -> Outgoing {
    Outgoing {
        id: "mai_06b1v4zqk5x3k8r2m7n9p4t6w0".to_owned(),
        to_email: "ada@example.org".to_owned(),
        to_name: "Ada Lovelace".to_owned(),
        from_name: "Hafen, Halle & Söhne".to_owned(),
        reply_to: Some("hello@hall.example".to_owned()),
        subject: "Ihre 2 Tickets für „Größe“ 🎫".to_owned(),
        text: "Hallo\n.\nein Punkt allein in der Zeile".to_owned(),
        html: "<p>Hallo</p>".to_owned(),
        attachments: vec![Attachment {
            name: "Größe.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            bytes: Bytes::from_static(b"%PDF-1.7 \x00\xff"),
        }],
    }
}

fn settings(port: u16) -> Settings {
    Settings {
        host: "127.0.0.1".to_owned(),
        port,
        tls: Tls::None,
        username: String::new(),
        password: String::new(),
        from: "tickets@example.com".parse().unwrap(),
        trusted: None,
    }
}

fn mailer(port: u16) -> Smtp {
    Smtp::new(settings(port)).unwrap()
}

/// A mail server that answers `RCPT TO` with `reply` and keeps what it takes.
async fn server(reply: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, reply, Arc::clone(&kept)));
        }
    });
    (port, taken)
}

async fn converse(stream: TcpStream, reply: &str, taken: Arc<Mutex<Vec<String>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test ESMTP\r\n").await.unwrap();
    let mut data: Option<String> = None;
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(mail) = &mut data {
            if line == "." {
                taken.lock().unwrap().push(data.take().unwrap());
                write.write_all(b"250 taken\r\n").await.unwrap();
            } else {
                mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                mail.push('\n');
            }
            continue;
        }
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "DATA" => {
                data = Some(String::new());
                "354 go on"
            }
            "RCPT" => reply,
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_mail_arrives_with_both_bodies_its_files_and_a_stable_id() {
    let (port, taken) = server("250 fine").await;
    let mailer = mailer(port);
    assert_eq!(mailer.send(&mail()).await.unwrap(), Delivery::Sent);
    assert_eq!(mailer.send(&mail()).await.unwrap(), Delivery::Sent);
    let taken = taken.lock().unwrap();
    assert_eq!(taken.len(), 2);
    for part in [
        "Message-ID: <mai_06b1v4zqk5x3k8r2m7n9p4t6w0@example.com>",
        "Reply-To: ",
        "<hello@hall.example>",
        "To: \"Ada Lovelace\" <ada@example.org>",
        "multipart/mixed",
        "multipart/alternative",
        "text/plain; charset=utf-8",
        "text/html; charset=utf-8",
        "application/pdf",
        "Content-Disposition: attachment",
    ] {
        assert!(taken[0].contains(part), "{part} is missing in\n{}", taken[0]);
    }
    assert!(taken[0].is_ascii(), "names and subjects are encoded");
}

#[tokio::test]
async fn a_busy_server_means_later_a_refusing_one_never() {
    let (port, _) = server("451 greylisted, come back").await;
    let said = mailer(port).send(&mail()).await.unwrap_err();
    assert!(matches!(&said, MailError::Later(text) if text.contains("greylisted")), "{said}");

    let (port, _) = server("550 no such user").await;
    let said = mailer(port).send(&mail()).await.unwrap_err();
    assert!(matches!(&said, MailError::Never(text) if text.contains("no such user")), "{said}");
}

#[tokio::test]
async fn a_server_that_is_away_means_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert!(matches!(mailer(port).send(&mail()).await, Err(MailError::Later(_))));
    assert!(mailer(port).check().await.unwrap_err().contains(&port.to_string()));
}

#[tokio::test]
async fn an_impossible_address_is_refused_for_ever() {
    let (port, _) = server("250 fine").await;
    let outgoing = Outgoing { to_email: "not an address".to_owned(), ..mail() };
    assert!(matches!(mailer(port).send(&outgoing).await, Err(MailError::Never(_))));
}

#[tokio::test]
async fn the_check_speaks_to_the_server() {
    let (port, _) = server("250 fine").await;
    assert_eq!(mailer(port).check().await.unwrap(), format!("the mail server 127.0.0.1:{port} answers"));
}

#[test]
fn a_password_is_not_printed() {
    let settings = Settings { password: "hunter2".to_owned(), ..settings(587) };
    assert_eq!(format!("{settings:?}"), "Settings(127.0.0.1:587, None, from tickets@example.com)");
}
