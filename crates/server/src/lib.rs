//! The program: configuration, start and stop, the one router, and the places where domains meet.
//!
//! - [`cli`]: the commands; [`config`]: defaults, file, environment
//! - [`keys`]: what seals secrets, and where sealed ones are
//! - [`boot`]: from configuration to a running application; [`serve`]: starting, draining
//! - [`listen`]: sockets, HTTPS, slow clients; [`limits`]: who may ask how often
//! - [`router`]: every route and layer; [`openapi`]: the document; [`docs_page`]: the page people read
//! - [`delivery`]: mails and tickets made of what sales, admission, documents and engagement know
//! - [`live`]: what happens, as server-sent events; [`jobs`]: who does which job
//! - [`ops`]: health, metrics, doctor; [`demo`]: data to look at; [`admin`]: the admin's files

pub mod admin;
pub mod boot;
pub mod cli;
pub mod config;
pub mod delivery;
pub mod demo;
pub mod docs_page;
mod front;
pub mod jobs;
pub mod keys;
pub mod limits;
pub mod listen;
pub mod live;
pub mod openapi;
pub mod ops;
pub mod router;
pub mod serve;
