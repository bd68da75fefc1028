//! An authority that takes requests and never answers.

use std::{
    io::Write,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use server::listen::acme::Acme;
use tokio::{
    io::{AsyncReadExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use super::{Authority, Site, settings, shown};

/// A way to the authority that swallows everything until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<Shut>);

#[derive(Default)]
struct Shut {
    open: AtomicBool,
    came: AtomicUsize,
    /// Connections that their client gave up.
    left: AtomicUsize,
    moved: Notify,
}

impl Gate {
    /// Gives the directory's address behind the gate.
    async fn before(authority: &Authority) -> (Self, String) {
        let (gate, listener) = (Self::default(), TcpListener::bind("127.0.0.1:0").await.unwrap());
        let (port, there) = (listener.local_addr().unwrap().port(), authority.directory());
        let behind = reqwest::Url::parse(&there).unwrap().port().unwrap();
        let at = gate.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(at.clone().pass(stream, behind));
            }
        });
        (gate, there.replace(&behind.to_string(), &port.to_string()))
    }

    async fn pass(self, mut stream: TcpStream, behind: u16) {
        self.0.came.fetch_add(1, Ordering::SeqCst);
        if self.0.open.load(Ordering::SeqCst) {
            let mut there = TcpStream::connect(("127.0.0.1", behind)).await.unwrap();
            let _ = copy_bidirectional(&mut stream, &mut there).await;
            return;
        }
        let mut swallowed = [0; 1024];
        while stream.read(&mut swallowed).await.is_ok_and(|read| read > 0) {}
        self.0.left.fetch_add(1, Ordering::SeqCst);
        self.0.moved.notify_one();
    }
}

/// What is logged in this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[testkit::test]
async fn an_order_that_is_never_answered_is_given_up_and_begun_anew() {
    let log = Log::default();
    let written = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || log.clone()).finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let (listener, folder) = (Site::bind().await, tempfile::tempdir().unwrap());
    let authority = Authority::start(listener.local_addr().unwrap()).await;
    let (gate, directory) = Gate::before(&authority).await;
    let acme = Acme::open(&settings(&authority, directory), folder.path()).unwrap();
    let site = Site::with(listener, acme.patient_for(Duration::from_millis(300)));
    // Twice it waits in vain, and each time lets go of the connection.
    while gate.0.left.load(Ordering::SeqCst) < 2 {
        gate.0.moved.notified().await;
    }
    assert!(gate.0.came.load(Ordering::SeqCst) >= 2);
    let told = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(told.contains("the certificate authority does not answer"), "{told}");
    assert!(site.knock(&authority, &[]).await.is_none(), "there is none yet, and nothing hangs");
    assert_eq!(authority.book().issued, 0);
}

#[testkit::test]
async fn a_certificate_goes_on_being_shown_while_its_renewal_hangs() {
    let (listener, folder) = (Site::bind().await, tempfile::tempdir().unwrap());
    let authority = Authority::start(listener.local_addr().unwrap()).await;
    let (gate, directory) = Gate::before(&authority).await;
    let config = settings(&authority, directory);
    gate.0.open.store(true, Ordering::SeqCst);
    authority.book().short = true;
    let site = Site::with(listener, Acme::open(&config, folder.path()).unwrap());
    let first = shown(&site.visit(&authority).await);
    while !kept(folder.path()) {
        tokio::task::yield_now().await;
    }
    drop(site);
    // Its last third has begun, and nobody answers any more.
    gate.0.open.store(false, Ordering::SeqCst);
    let acme = Acme::open(&config, folder.path()).unwrap().patient_for(Duration::from_millis(300));
    let site = Site::with(Site::bind().await, acme);
    while gate.0.left.load(Ordering::SeqCst) < 2 {
        gate.0.moved.notified().await;
    }
    for _ in 0..20 {
        assert_eq!(shown(&site.visit(&authority).await), first);
    }
}

/// Whether the certificate is in the folder.
fn kept(folder: &std::path::Path) -> bool {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.into_iter().any(|name| {
        name.to_string_lossy().starts_with("certificate-") && !name.to_string_lossy().ends_with("part")
    })
}
