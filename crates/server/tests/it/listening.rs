//! Sockets: slow clients, crowds of connections, stopping in good order, and tricks with heads.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    routing::{get, post},
};
use server::listen::{self, Options};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use crate::app::TestApp;

/// What must have happened by then, even on a busy machine.
const SOON: Duration = Duration::from_secs(20);

const OPTIONS: Options = Options {
    max_connections: 3000,
    header_timeout: Duration::from_millis(800),
    keep_alive: Duration::from_millis(800),
    write_timeout: Duration::from_millis(800),
};

struct Listening {
    address: SocketAddr,
    stop: CancellationToken,
    server: JoinHandle<()>,
}

async fn listening(service: Router, options: Options) -> Listening {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let server = tokio::spawn(listen::serve(listener, service, options, None, stop.clone()));
    Listening { address, stop, server }
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

async fn connect(address: SocketAddr, first: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(first.as_bytes()).await.unwrap();
    stream
}

/// Everything the server sends until it hangs up.
async fn until_closed(mut stream: TcpStream) -> String {
    let mut all = Vec::new();
    // A reset is a way to hang up, too.
    let _ = timeout(SOON, stream.read_to_end(&mut all)).await.expect("the server did not hang up");
    String::from_utf8_lossy(&all).into_owned()
}

#[testkit::test]
async fn two_thousand_slow_clients_keep_nobody_out() {
    listen::room_for(5000);
    let options = Options { header_timeout: Duration::from_secs(5), ..OPTIONS };
    let listening = listening(hello(), options).await;
    let mut slow = Vec::new();
    for n in 0..2000 {
        let start = ["", "GET", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: ", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"];
        slow.push(connect(listening.address, start[n % 4]).await);
    }
    let quick = connect(listening.address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(until_closed(quick).await.ends_with("hello"));
    for stream in slow {
        until_closed(stream).await;
    }
}

#[testkit::test]
async fn when_every_seat_is_taken_slow_clients_lose_theirs() {
    let listening = listening(hello(), Options { max_connections: 10, ..OPTIONS }).await;
    let mut slow = Vec::new();
    for _ in 0..10 {
        slow.push(connect(listening.address, "GET / HTTP/1.1\r\n").await);
    }
    let quick = connect(listening.address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(until_closed(quick).await.ends_with("hello"));
}

#[testkit::test]
async fn a_connection_may_rest_but_not_for_ever() {
    let listening = listening(hello(), OPTIONS).await;
    let twice = "GET / HTTP/1.1\r\nhost: x\r\n\r\n".repeat(2);
    let answered = until_closed(connect(listening.address, &twice).await).await;
    assert_eq!(answered.matches("hello").count(), 2);
    let dribbling = format!("{twice}GET / HT");
    assert_eq!(until_closed(connect(listening.address, &dribbling).await).await.matches("hello").count(), 2);
}

#[testkit::test]
async fn who_takes_nothing_of_the_answer_is_given_up() {
    let (dropped, mut was_dropped) = mpsc::channel::<()>(1);
    let endless = async move || {
        let chunks = futures_util::stream::unfold(dropped.clone(), async |alive| {
            Some((Ok::<_, std::io::Error>(Bytes::from_static(&[0; 65536])), alive))
        });
        Body::from_stream(chunks)
    };
    let listening = listening(Router::new().route("/", get(endless)), OPTIONS).await;
    let deaf = connect(listening.address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    listening.stop.cancel();
    // The server ends only with its last connection, and with it the handler's end of the channel goes.
    timeout(SOON, listening.server).await.expect("the deaf client held the server up").unwrap();
    assert!(was_dropped.recv().await.is_none());
    drop(deaf);
}

#[testkit::test]
async fn stopping_lets_running_requests_finish_and_takes_no_more() {
    let (started, mut has_started) = mpsc::channel::<()>(1);
    let (finish, finishing) = tokio::sync::watch::channel(false);
    let slow = async move || {
        started.send(()).await.unwrap();
        finishing.clone().wait_for(|finish| *finish).await.unwrap();
        "done"
    };
    let listening = listening(Router::new().route("/", post(slow)), OPTIONS).await;
    let running = connect(listening.address, "POST / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let resting = connect(listening.address, "").await;
    has_started.recv().await.unwrap();
    listening.stop.cancel();
    assert_eq!(until_closed(resting).await, "");
    assert!(TcpStream::connect(listening.address).await.is_err(), "no new connections");
    finish.send(true).unwrap();
    let answer = until_closed(running).await;
    assert!(answer.ends_with("done") && answer.to_lowercase().contains("connection: close"), "{answer}");
    timeout(SOON, listening.server).await.unwrap().unwrap();
}

#[testkit::test]
async fn a_body_that_does_not_come_is_given_up() {
    let app = TestApp::start_with(|config| config.server.body_timeout_seconds = 1).await;
    let address: SocketAddr = app.url.strip_prefix("http://").unwrap().parse().unwrap();
    let head = "POST /api/v1/auth/sign-in HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
        content-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    let answer = until_closed(connect(address, head).await).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("request.too_slow"), "{answer}");
}

#[testkit::test]
async fn ambiguous_heads_are_refused() {
    let app = TestApp::start_with(|config| {
        config.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    let address: SocketAddr = app.url.strip_prefix("http://").unwrap().parse().unwrap();
    for lines in [
        // Two lengths: which one counts?
        "content-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        // Folded: another server could read two headers.
        "x-forwarded-for: 198.51.100.1,\r\n 203.0.113.7\r\n\r\n",
        // A blank before the colon hides the name from other servers.
        "x-forwarded-for : 198.51.100.1\r\n\r\n",
        "transfer-encoding: chunked, identity\r\n\r\n",
        "x-forwarded-for: a\0b\r\n\r\n",
    ] {
        let request =
            format!("POST /api/v1/auth/sign-in HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{lines}");
        let answer = until_closed(connect(address, &request).await).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{lines:?}: {answer}");
    }
}
