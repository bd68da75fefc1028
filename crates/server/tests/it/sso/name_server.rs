//! A name server in this process that knows TXT records (RFC 1035).

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::net::UdpSocket;

/// The records, which can be changed while it answers.
#[derive(Clone, Default)]
pub struct NameServer(Arc<Mutex<HashMap<String, Vec<String>>>>);

impl NameServer {
    /// Starts one without records; gives where it answers.
    pub async fn start() -> (Self, SocketAddr) {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let (server, address) = (Self::default(), socket.local_addr().unwrap());
        let answering = server.clone();
        tokio::spawn(async move {
            let mut question = [0; 512];
            while let Ok((length, asker)) = socket.recv_from(&mut question).await {
                let answer = answering.answer(&question[..length]);
                let _ = socket.send_to(&answer, asker).await;
            }
        });
        (server, address)
    }

    /// Sets what a name says.
    pub fn set(&self, name: &str, texts: &[&str]) {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        self.0.lock().unwrap().insert(name.to_owned(), texts);
    }

    fn answer(&self, question: &[u8]) -> Vec<u8> {
        let (mut at, mut labels) = (12, Vec::new());
        while question[at] != 0 {
            let length = usize::from(question[at]);
            labels.push(String::from_utf8_lossy(&question[at + 1..=at + length]).to_lowercase());
            at += length + 1;
        }
        let asked = &question[12..at + 5];
        let texts = self.0.lock().unwrap().get(&labels.join(".")).cloned().unwrap_or_default();
        let known = !texts.is_empty();
        // The id, an authoritative answer (or no such name), one question, so many answers.
        let mut answer = vec![question[0], question[1], 0x85, if known { 0x80 } else { 0x83 }, 0, 1, 0];
        answer.extend([u8::try_from(texts.len()).unwrap(), 0, 0, 0, 0]);
        answer.extend(asked);
        for text in texts {
            let length = u8::try_from(text.len()).unwrap();
            // The name asked for, TXT, IN, an hour, and the text with its length.
            answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 14, 16, 0, length + 1, length]);
            answer.extend(text.as_bytes());
        }
        answer
    }
}
