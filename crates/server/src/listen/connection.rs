//! One connection from its first to its last byte.

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, Response, Version},
};
use httpkit::{bounds, client_addr::Peer};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::OwnedSemaphorePermit,
    time::Instant,
};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::{Service, service_fn};

use super::{
    Options,
    acme::CHALLENGE,
    pulse::{Condition, Counted, Pulse},
    socket::Socket,
};

/// Bytes of a head that HTTP/1 reads at all. Beyond [`bounds`], which refuses politely, hyper answers 431 by itself.
const HTTP1_BUFFER: usize = 2 * bounds::HEADER_BYTES;

/// Requests that one HTTP/2 connection may have running.
const HTTP2_STREAMS: u32 = 100;

/// How often a silent HTTP/2 client is asked whether it is still there, and how long it has to answer.
const HTTP2_PING: Duration = Duration::from_secs(20);

/// How long a client may take to hang up once it was told to.
const GOODBYE: Duration = Duration::from_secs(5);

/// What all connections of a listener share.
pub(super) struct Context {
    pub service: Router,
    pub options: Options,
    pub tls: Option<TlsAcceptor>,
    pub stop: CancellationToken,
}

/// Speaks with one client until one of both ends it.
pub(super) async fn run(
    context: Arc<Context>,
    stream: TcpStream,
    peer: SocketAddr,
    seat: OwnedSemaphorePermit,
) {
    // Answers are written whole; waiting for more would only delay them.
    let _ = stream.set_nodelay(true);
    let peer = Peer { ip: peer.ip(), https: context.tls.is_some() };
    let Some(tls) = &context.tls else { return talk(&context, stream, peer, seat).await };
    let handshake = tokio::time::timeout(context.options.header_timeout, tls.accept(stream));
    let shaken = tokio::select! {
        () = context.stop.cancelled() => return,
        shaken = handshake => shaken,
    };
    match shaken {
        // The handshake was all that was wanted of it.
        Ok(Ok(stream)) if stream.get_ref().1.alpn_protocol() == Some(CHALLENGE) => {}
        Ok(Ok(stream)) => talk(&context, stream, peer, seat).await,
        Ok(Err(error)) => tracing::debug!(%error, client = %peer.ip, "no handshake"),
        Err(_) => tracing::debug!(client = %peer.ip, "the handshake took too long"),
    }
}

async fn talk<S>(context: &Context, stream: S, peer: Peer, seat: OwnedSemaphorePermit)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Context { service, options, stop, .. } = context;
    let pulse = Pulse::new();
    let socket = Socket::new(stream, pulse.clone(), options.write_timeout, seat);
    let (router, beats) = (service.clone(), pulse.clone());
    let service = service_fn(move |request| answer(router.clone(), request, peer, &beats));
    let builder = protocols();
    let talk =
        builder.serve_connection_with_upgrades(TokioIo::new(socket), TowerToHyperService::new(service));
    let mut talk = pin!(talk);
    let mut look_at = Instant::now() + options.header_timeout;
    let mut told_to_end = false;
    loop {
        tokio::select! {
            ended = talk.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(error, client = %peer.ip, "a connection broke");
                }
                return;
            }
            () = stop.cancelled(), if !told_to_end => {
                told_to_end = true;
                talk.as_mut().graceful_shutdown();
            }
            () = tokio::time::sleep_until(look_at) => match pulse.condition(options, Instant::now()) {
                Condition::Well(then) => look_at = then,
                Condition::Idle if !told_to_end => {
                    told_to_end = true;
                    look_at = Instant::now() + GOODBYE;
                    talk.as_mut().graceful_shutdown();
                }
                Condition::Idle | Condition::Stuck => return,
            },
        }
    }
}

/// Hands a request on with the socket it came over.
fn answer<B>(
    mut router: Router,
    request: Request<B>,
    peer: Peer,
    pulse: &Pulse,
) -> impl Future<Output = Result<Response<Counted>, Infallible>> + Send + use<B>
where
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let beat = pulse.begin(request.version() == Version::HTTP_2);
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    let response = router.call(request);
    async move { response.await.map(|response| response.map(|body| Counted { body, _beat: beat })) }
}

/// HTTP/1 and HTTP/2, told apart by how the client begins. Floods of resets (CVE-2023-44487) are ended by h2's defaults.
fn protocols() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().max_buf_size(HTTP1_BUFFER).header_read_timeout(None);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(HTTP2_STREAMS)
        .max_header_list_size(bounds::HEADER_BYTES as u32)
        .keep_alive_interval(HTTP2_PING)
        .keep_alive_timeout(HTTP2_PING);
    builder
}
